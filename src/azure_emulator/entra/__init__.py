"""Microsoft Entra: one tenant, its service principals, and the tokens they get."""
