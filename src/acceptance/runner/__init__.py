"""The one way to grade a submission from a program: `grade(request) -> Grading`."""

from acceptance.runner.request import CheckEvent as CheckEvent
from acceptance.runner.request import ExerciseError as ExerciseError
from acceptance.runner.request import Grading as Grading
from acceptance.runner.request import GradingRequest as GradingRequest
from acceptance.runner.request import Trouble as Trouble
from acceptance.runner.request import TroubleKind as TroubleKind
from acceptance.runner.request import require_exercise as require_exercise
from acceptance.runner.runner import Runner as Runner
from acceptance.runner.runner import cores as cores
from acceptance.runner.runner import grade as grade
