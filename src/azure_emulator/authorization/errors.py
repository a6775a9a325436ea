"""What Microsoft.Authorization refuses. Guess: the statuses, and texts beyond the codes."""

from functools import partial

from azure_emulator.errors import ArmError, template

_error = partial(template, ArmError)

no_such_definition = _error(
    404, "RoleDefinitionDoesNotExist", "The specified role definition with ID '{}' does not exist."
)
"""An assignment names a role that is not there, or cannot be given at its scope."""
no_such_assignment = _error(404, "RoleAssignmentNotFound", "The role assignment '{}' is not found.")
same_name = _error(
    409,
    "RoleDefinitionWithSameNameExists",
    "A role definition cannot be updated with a name that already exists: '{}'.",
)
in_use = _error(
    400, "RoleDefinitionHasAssignments", "There are existing role assignments referencing role."
)
built_in = _error(
    403,
    "BuiltInRoleDefinitionCannotBeModified",
    "The role definition '{}' is built in and cannot be changed or deleted.",
)
assigned_already = _error(409, "RoleAssignmentExists", "The role assignment already exists.")
no_such_principal = _error(
    400,
    "PrincipalNotFound",
    "Principal {} does not exist in the directory {}. Check that you have the correct principal "
    "ID. If you are creating this principal and then immediately assigning a role, this error "
    "might be related to a replication delay. In this case, set the role assignment principalType "
    "property to a value, such as ServicePrincipal, User, or Group.  See "
    "https://aka.ms/docs-principaltype",
)
"""Nobody in the tenant has this object id, which is written without its dashes."""
invalid = _error(400, "BadRequestFormat", "The request was incorrectly formatted: {}.")
bad_scope = _error(
    400,
    "InvalidAssignableScopes",
    "The scope '{}' is not an assignable scope of this role definition.",
)
locked = _error(
    409,
    "ScopeLocked",
    "The scope '{0}' cannot perform {1} operation because following scope(s) are locked: '{2}'. "
    "Please remove the lock and try again.",
)
denied = _error(
    403,
    "DenyAssignmentAuthorizationFailed",
    "The client '{}' with object id '{}' has permission to perform action '{}' on scope '{}'; "
    "however, the access is denied because of the deny assignment with name '{}' and Id '{}' at "
    "scope '{}'.",
)
no_name = _error(
    400,
    "RoleDefinitionNameNullOrEmpty",
    "A role definition must have a non-empty, unique name.",
)
no_scopes = _error(
    400,
    "MissingAssignableScopes",
    "A role definition must have at least one assignable scope and all assignable scopes must be "
    "neither null nor empty.",
)
bad_type = _error(
    400,
    "InvalidRoleDefinitionType",
    "The role definition '{}' request is not valid. The Role definition type value '{}' is not "
    "supported. The supported values are 'CustomRole'.",
)
taken_by_built_in = _error(
    409, "RoleDefinitionExists", "The role definition ID is already in use by a built-in role."
)
"""Recorded in 2018, as the three above."""
no_such_lock = _error(404, "LockNotFound", "The lock '{}' could not be found.")
no_such_denial = _error(404, "DenyAssignmentNotFound", "The deny assignment '{}' is not found.")
