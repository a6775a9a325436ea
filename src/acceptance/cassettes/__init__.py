"""Cassettes: the file, recording into it, playing from it, and keeping secrets out of it."""
