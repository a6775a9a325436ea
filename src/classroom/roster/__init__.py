"""The class going in: a CSV file becomes students, or one message with all that is wrong in it."""

from classroom.roster.reading import Roster, read_roster

__all__ = ["Roster", "read_roster"]
