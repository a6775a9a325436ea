"""Cassettes as evidence: a folder of them graded again, by today's checks, without Azure."""
