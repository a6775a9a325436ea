"""The prediction side of Custom Vision: published iterations classify images."""
