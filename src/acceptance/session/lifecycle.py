"""When a grading run begins and ends."""

import pytest

from acceptance.session.azure_required import require_azure
from acceptance.session.credentials import sign_in
from acceptance.session.options import OPTIONS, Options, az_timeout
from acceptance.session.recording import chosen, close_session, open_session, record


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Settle what is graded, before the first check."""
    config = session.config
    if config.option.collectonly:
        return
    open_session(config)
    try:
        options = Options(
            config.option.live,
            subscription=chosen(config, "subscription"),
            tenant=config.option.tenant,
            az_timeout=az_timeout(config),
        )
        config.stash[OPTIONS] = options
        if options.live:
            sign_in(config, options, record(config))
        require_azure(config)
    except BaseException:
        close_session(config)
        raise


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Finish the cassette, also when the run was interrupted."""
    if not session.config.option.collectonly:
        close_session(session.config)
