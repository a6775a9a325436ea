"""The part of Azure's storage in which Custom Vision keeps images and exported models."""
