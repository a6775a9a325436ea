"""What an instructor sees while a class is graded, and at its end."""
