"""The resource provider Microsoft.KeyVault: vaults, their access policies, and deleted ones."""
