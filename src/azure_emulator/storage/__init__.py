"""The resource provider Microsoft.Storage: storage accounts, their keys, and their file shares."""
