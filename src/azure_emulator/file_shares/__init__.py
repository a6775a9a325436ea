"""The file service of storage accounts: directories and files of their shares, over HTTPS."""
