"""A class, graded: the roster going in, the marks coming out, nobody lost."""
