"""Drift: two cassettes of the same kind of submission compared by shape, and what that breaks.

`operations` names what was asked, `fields` what answers are made of, `differences` compares both.
`altering` brings a difference into a copy of the older cassette, and `weighing` grades such copies:
what changes a verdict breaks a check, whatever reads that field and however.
"""
