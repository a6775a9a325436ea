"""What the file service refuses: XML, with its code in a header, in recorded and documented words.

Source: Microsoft's pages "Azure Files error codes" and "Common REST API error codes".
"""

from typing import Any
from xml.sax.saxutils import escape

from azure_emulator.cloud import Cloud
from azure_emulator.errors import ServiceError

XML = "application/xml"


class FileServiceError(ServiceError):
    """An error of the file service; its message ends with the request's id and the time."""

    def __init__(
        self,
        cloud: Cloud,
        status: int,
        code: str,
        message: str,
        details: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        request_id, now = cloud.new_id(), cloud.now()
        text = f"{message}\nRequestId:{request_id}\nTime:{now:%Y-%m-%dT%H:%M:%S.%f}0Z"
        super().__init__(
            status,
            code,
            text,
            {
                "Content-Type": XML,
                "x-ms-error-code": code,
                "x-ms-request-id": request_id,
                **(headers or {}),
            },
        )
        self.details = details or {}

    def body(self) -> Any:
        """`<Error>` with code, message and details."""
        fields = {"Code": self.code, "Message": self.message, **self.details}
        inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
        return f'\ufeff<?xml version="1.0" encoding="utf-8"?><Error>{inner}</Error>'.encode()


def share_not_found(cloud: Cloud) -> FileServiceError:
    """404: the share."""
    return FileServiceError(cloud, 404, "ShareNotFound", "The specified share does not exist.")


def share_exists(cloud: Cloud) -> FileServiceError:
    """409: a share of this name."""
    message = "The specified share already exists."
    return FileServiceError(cloud, 409, "ShareAlreadyExists", message)


def not_found(cloud: Cloud) -> FileServiceError:
    """404: a directory or file, in a directory that is there."""
    message = "The specified resource does not exist."
    return FileServiceError(cloud, 404, "ResourceNotFound", message)


def parent_not_found(cloud: Cloud) -> FileServiceError:
    """404: the directory in which something should be."""
    message = "The specified parent path does not exist."
    return FileServiceError(cloud, 404, "ParentNotFound", message)


def exists(cloud: Cloud) -> FileServiceError:
    """409: a directory of this name."""
    message = "The specified resource already exists."
    return FileServiceError(cloud, 409, "ResourceAlreadyExists", message)


def type_mismatch(cloud: Cloud) -> FileServiceError:
    """409: a file where a directory is asked for, or the other way."""
    message = "The specified resource type does not match the type of the existing resource."
    return FileServiceError(cloud, 409, "ResourceTypeMismatch", message)


def not_empty(cloud: Cloud) -> FileServiceError:
    """409: a directory that is to be deleted holds something."""
    message = "The specified directory is not empty."
    return FileServiceError(cloud, 409, "DirectoryNotEmpty", message)


def invalid_name(cloud: Cloud) -> FileServiceError:
    """400: a name that no share, directory or file can have."""
    message = "The specified resource name contains invalid characters."
    return FileServiceError(cloud, 400, "InvalidResourceName", message)


def out_of_range(cloud: Cloud) -> FileServiceError:
    """400: a name that is too short or too long."""
    message = "The specified resource name length is not within the permissible limits."
    return FileServiceError(cloud, 400, "OutOfRangeInput", message)


def no_such_verb(cloud: Cloud, allowed: str) -> FileServiceError:
    """405: a method that the service does not have there."""
    message = "The resource doesn't support the specified HTTP verb."
    headers = {"Allow": allowed}
    return FileServiceError(cloud, 405, "UnsupportedHttpVerb", message, headers=headers)


def invalid_header(cloud: Cloud, name: str, value: str) -> FileServiceError:
    """400: the value of a header."""
    message = "The value for one of the HTTP headers is not in the correct format."
    details = {"HeaderName": name, "HeaderValue": value[:200]}
    return FileServiceError(cloud, 400, "InvalidHeaderValue", message, details)


def missing_header(cloud: Cloud, name: str) -> FileServiceError:
    """400: a header that must be there."""
    message = "An HTTP header that's mandatory for this request is not specified."
    return FileServiceError(cloud, 400, "MissingRequiredHeader", message, {"HeaderName": name})


def invalid_parameter(cloud: Cloud, name: str, value: str) -> FileServiceError:
    """400: the value of a query parameter."""
    message = "Value for one of the query parameters specified in the request URI is invalid."
    details = {"QueryParameterName": name, "QueryParameterValue": value[:200]}
    return FileServiceError(cloud, 400, "InvalidQueryParameterValue", message, details)


def invalid_range(cloud: Cloud, length: int) -> FileServiceError:
    """416: a range that begins behind the end of a file."""
    message = "The range specified is invalid for the current size of the resource."
    headers = {"Content-Range": f"bytes */{length}"}
    return FileServiceError(cloud, 416, "InvalidRange", message, headers=headers)


def too_much(cloud: Cloud) -> FileServiceError:
    """413: more bytes than one request writes."""
    message = "The request body is too large and exceeds the maximum permissible limit."
    return FileServiceError(cloud, 413, "RequestBodyTooLarge", message)


def too_large(cloud: Cloud, most: int) -> FileServiceError:
    """501: Azure's files are of 4 TiB at most; what is larger than `most` bytes is not kept."""
    message = f"The emulator keeps no file of more than {most} bytes."
    return FileServiceError(cloud, 501, "NotImplementedByEmulator", message)


def not_implemented(cloud: Cloud, what: str) -> FileServiceError:
    """501: an operation of Azure's."""
    message = f"The emulator does not implement {what}."
    return FileServiceError(cloud, 501, "NotImplementedByEmulator", message)


def no_credential(cloud: Cloud, tenant: str) -> FileServiceError:
    """401: neither a key's signature nor a token, with the header that names the tenant."""
    challenge = (
        f"Bearer authorization_uri=https://login.microsoftonline.com/{tenant}/oauth2/authorize "
        "resource_id=https://storage.azure.com"
    )
    message = (
        "Server failed to authenticate the request. Please refer to the information in the "
        "www-authenticate header."
    )
    return FileServiceError(
        cloud, 401, "NoAuthenticationInformation", message, headers={"WWW-Authenticate": challenge}
    )


def bad_token(cloud: Cloud, tenant: str, why: str) -> FileServiceError:
    """401: a token of somebody else's, for something else, or too old."""
    challenge = (
        f"Bearer authorization_uri=https://login.microsoftonline.com/{tenant}/oauth2/authorize "
        "resource_id=https://storage.azure.com"
    )
    message = (
        "Server failed to authenticate the request. Make sure the value of Authorization header "
        "is formed correctly including the signature."
    )
    return FileServiceError(
        cloud,
        401,
        "InvalidAuthenticationInfo",
        message,
        {"AuthenticationErrorDetail": why},
        {"WWW-Authenticate": challenge},
    )


def not_authenticated(cloud: Cloud, detail: str) -> FileServiceError:
    """403: a signature that is not the one that either key makes, or has expired."""
    message = (
        "Server failed to authenticate the request. Make sure the value of Authorization header "
        "is formed correctly including the signature."
    )
    details = {"AuthenticationErrorDetail": detail}
    return FileServiceError(cloud, 403, "AuthenticationFailed", message, details)


def account_disabled(cloud: Cloud) -> FileServiceError:
    """403: the account's subscription is disabled."""
    message = "The specified account is disabled."
    return FileServiceError(cloud, 403, "AccountIsDisabled", message)


def keys_not_taken(cloud: Cloud) -> FileServiceError:
    """403: the account takes tokens alone."""
    message = "Key based authentication is not permitted on this storage account."
    return FileServiceError(cloud, 403, "KeyBasedAuthenticationNotPermitted", message)


def not_authorized(cloud: Cloud) -> FileServiceError:
    """403: no role of the caller's has what the operation needs."""
    message = "This request is not authorized to perform this operation using this permission."
    return FileServiceError(cloud, 403, "AuthorizationPermissionMismatch", message)
