"""Microsoft's OpenAPI documents, held against what goes over the emulator's network."""
