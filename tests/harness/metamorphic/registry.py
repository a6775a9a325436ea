"""Changes of a submission whose effect on the verdicts is known without knowing the verdicts.

A catalogue holds the mistakes that its authors imagined. A transformation makes others of each of
its submissions, and needs no one to say what is right: it promises what becomes of the verdicts.
Where it acts is its module: on the answers on their way (`responses`), on the cloud (`clouds`), on
how the grading is started (`invocations`); on the notebook's cells act those of
`tests.harness.notebook_transformations`. The idea is T. Y. Chen's, "Metamorphic testing: a new
approach for generating next test cases" (1998).
"""

from collections.abc import Sequence

from tests.harness.metamorphic import clouds, invocations, responses
from tests.harness.metamorphic.transformation import Transformation

TRANSFORMATIONS: Sequence[Transformation] = (
    *responses.TRANSFORMATIONS,
    *invocations.TRANSFORMATIONS,
    *clouds.TRANSFORMATIONS,
)
"""All of them; those that change the cloud last, as what they made stays there."""


def named(name: str) -> Transformation:
    """The transformation of this name."""
    return next(each for each in TRANSFORMATIONS if each.name == name)
