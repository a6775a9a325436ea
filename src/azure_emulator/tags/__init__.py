"""Tags of scopes, and the names and values that a subscription has for them."""
