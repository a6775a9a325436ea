"""What students do in place of a task or after it, a module per noun of the exercise."""
