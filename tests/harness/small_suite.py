"""A suite whose scenarios stop in every way; copied beside a small feature and run there."""

import os
import signal
from collections.abc import Iterator

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from acceptance.causes import NoAnswer, NotThere, Otherwise

scenarios(".")


@pytest.fixture(scope="session")
def project() -> None:
    """A thing that is not there."""
    raise NotThere("project", 'its projects are "Pets"\x1b[31m')


@pytest.fixture(scope="session")
def silence() -> None:
    """A fact that Azure does not tell."""
    raise NoAnswer("Azure answered 429 to GET .../projects", "wait a minute and run again")


@pytest.fixture(scope="session")
def fact_with_a_fault() -> None:
    """A fact that is broken, with a key in a variable and in its message."""
    key = "0123456789abcdef" * 2
    raise LookupError("the fact cannot read " + key)


@pytest.fixture
def fact_that_asserts() -> None:
    """A library that holds something of its own."""
    number = 1
    assert number == 2, "a library's own business"


@pytest.fixture
def torn_down() -> Iterator[None]:
    """A fact that cannot be cleared away."""
    yield
    raise OSError("cannot clear away")


@given("the group")
@when("it is asked")
@then("it is so")
def it_is_so() -> None:
    """Hold."""


@given("the project")
@when("the project is asked")
@then("the project is there")
def the_project(project: None) -> None:
    """Need what is not there."""


@given("an answer")
@when("Azure is asked")
@then("Azure answers")
def azure_answers(silence: None) -> None:
    """Need what Azure does not tell."""


@given(parsers.parse("{count:d} images"))
@when(parsers.parse("{count:d} images are asked"))
@then(parsers.parse("there are {count:d} images"))
def images(count: int) -> None:
    """Assert, with a name made to look like Python's own words."""
    assert count == 12, "there are 12 images of \x1b[31m\u202e\nassert"


@given(parsers.parse("{number:d} tags"))
@then(parsers.parse("there are {number:d} tags"))
def tags(number: int) -> None:
    """Say which fix is called for."""
    raise Otherwise("there are 3 tags of \x1b[31m", "there are too many")


@then("the message is missing")
def no_message(request: pytest.FixtureRequest) -> None:
    """Assert without a word."""
    assert not request


@given("a fault")
def a_fault(fact_with_a_fault: None) -> None:
    """Need the broken fact."""


@then("a fact asserts")
def a_fact_asserts(fact_that_asserts: None) -> None:
    """Need a fact whose library asserts."""


@then("it is skipped")
def it_is_skipped() -> None:
    """Do what no step may do."""
    pytest.skip("not today")


@then("it is cleared away")
def it_is_cleared_away(torn_down: None) -> None:
    """Hold, and fail afterwards."""


@then("the moon is there")
def the_moon() -> None:
    """Need what no check asks for."""
    raise NotThere("moon", "there is no moon")


@then("it is interrupted")
def it_is_interrupted() -> None:
    """Be stopped by the user."""
    os.kill(os.getpid(), signal.SIGINT)


@then("pytest exits with 7")
def it_exits() -> None:
    """Be stopped by a plugin."""
    pytest.exit("enough", returncode=7)
