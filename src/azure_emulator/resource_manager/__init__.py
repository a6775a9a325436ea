"""Azure Resource Manager: subscriptions, groups, and the one store of all resources."""
