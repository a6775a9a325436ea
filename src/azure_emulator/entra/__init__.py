"""Microsoft Entra: tenants, their service principals, and the tokens they get."""
