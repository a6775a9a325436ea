"""Azure Key Vault, as far as secrets are written and read."""
