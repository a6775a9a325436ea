"""The notebooks that students handed in, as Moodle and Canvas deliver them for download."""

from classroom.hand_ins.collecting import collect, collected
from classroom.hand_ins.matching import HandIns, Matched

__all__ = ["HandIns", "Matched", "collect", "collected"]
