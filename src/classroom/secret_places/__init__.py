"""Where secrets are: a roster names the place, and who needs the secret reads it there."""

from classroom.secret_places.parsing import parse
from classroom.secret_places.resolving import exposure, resolve

__all__ = ["exposure", "parse", "resolve"]
