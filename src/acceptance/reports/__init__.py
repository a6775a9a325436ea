"""One document of a run, and every report that is made from it."""
