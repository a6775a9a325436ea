"""Cassettes as evidence: kept, and graded again by today's checks, without Azure."""

from acceptance.evidence.regrading import Evidence as Evidence
from acceptance.evidence.regrading import Regraded as Regraded
from acceptance.evidence.regrading import earlier_report as earlier_report
from acceptance.evidence.regrading import regrading as regrading
