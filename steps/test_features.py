"""Every scenario of `features/` is a test, in the order of the exercise; the one test module."""

from pathlib import Path

from pytest_bdd import scenarios

# One by one: given several, pytest-bdd sorts them by their titles.
for feature in sorted(Path(__file__).parents[1].glob("features/*.feature")):
    scenarios(str(feature))
