"""The verbs of `python -m classroom`, a module each."""
