"""The training side of Custom Vision: projects, tags, images, iterations, quick tests."""
