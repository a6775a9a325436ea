"""The language of templates: how an expression reads, and what it is worth."""
