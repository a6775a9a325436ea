"""The exercise done by the book, through Azure's SDKs, on a subscription or on the emulator."""
