"""Microsoft.Resources/deployments: templates, and what they make."""
