"""What the control interface refuses: one envelope, as Resource Manager's."""

from azure_emulator.errors import ServiceError, template

bad_request = template(ServiceError, 400, "BadRequest", "{}")
no_such_tenant = template(ServiceError, 404, "TenantNotFound", "There is no tenant '{}'.")
