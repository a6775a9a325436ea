"""Microsoft.Authorization: role definitions, role assignments, and what a caller may do."""
