"""Azure Policy, as far as it denies: definitions, assignments, and what they refuse."""
