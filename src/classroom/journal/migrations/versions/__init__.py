"""One module for each change of the tables; released ones never change."""
