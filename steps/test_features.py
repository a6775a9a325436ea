"""Every scenario of `features/` is a test: the one test module of the suite."""

from pytest_bdd import scenarios

scenarios(".")
