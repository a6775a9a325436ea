"""How the tables of a journal came to be, as Alembic reads it."""
