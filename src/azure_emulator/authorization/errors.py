"""What Microsoft.Authorization refuses. Guess: the statuses, and texts beyond the codes."""

from __future__ import annotations

from azure_emulator.errors import ArmError


def no_such_definition(name: str) -> ArmError:
    """404: an assignment names a role that is not there, or cannot be given at its scope."""
    message = f"The specified role definition with ID '{name}' does not exist."
    return ArmError(404, "RoleDefinitionDoesNotExist", message)


def no_such_assignment(name: str) -> ArmError:
    """404: nothing is assigned by this id."""
    message = f"The role assignment '{name}' is not found."
    return ArmError(404, "RoleAssignmentNotFound", message)


def same_name(name: str) -> ArmError:
    """409: two roles of a tenant cannot have one name."""
    message = f"A role definition cannot be updated with a name that already exists: '{name}'."
    return ArmError(409, "RoleDefinitionWithSameNameExists", message)


def in_use() -> ArmError:
    """400: a role that somebody has cannot be deleted."""
    message = "There are existing role assignments referencing role."
    return ArmError(400, "RoleDefinitionHasAssignments", message)


def built_in(name: str) -> ArmError:
    """403: Azure's own roles stay as they are."""
    message = f"The role definition '{name}' is built in and cannot be changed or deleted."
    return ArmError(403, "BuiltInRoleDefinitionCannotBeModified", message)


def assigned_already() -> ArmError:
    """409: the principal has the role at this scope, by whatever id."""
    return ArmError(409, "RoleAssignmentExists", "The role assignment already exists.")


def no_such_principal(principal: str, tenant: str) -> ArmError:
    """400: nobody in the tenant has this object id."""
    message = (
        f"Principal {principal.replace('-', '')} does not exist in the directory {tenant}. Check "
        "that you have the correct principal ID. If you are creating this principal and then "
        "immediately assigning a role, this error might be related to a replication delay. In this "
        "case, set the role assignment principalType property to a value, such as "
        "ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype"
    )
    return ArmError(400, "PrincipalNotFound", message)


def invalid(what: str) -> ArmError:
    """400: a body without what it must have."""
    return ArmError(400, "BadRequestFormat", f"The request was incorrectly formatted: {what}.")


def bad_scope(scope: str) -> ArmError:
    """400: a role that could be assigned where it is not written, or at no place at all."""
    message = f"The scope '{scope}' is not an assignable scope of this role definition."
    return ArmError(400, "InvalidAssignableScopes", message)
