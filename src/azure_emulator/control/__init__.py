"""The emulator's own interface: what customers do outside of Azure's, and what nobody can there."""
