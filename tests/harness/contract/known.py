"""Where Azure is otherwise than its documents: data, each with the reason and its source.

A source is a recording, a document, or `guess`. What nothing uses any more fails a whole test run.
"""

from tests.harness.contract.exception import Known
from tests.harness.contract.known_deployments import DEPLOYMENTS
from tests.harness.contract.known_management import MACHINE_LEARNING, RESOURCES
from tests.harness.contract.known_vision import CUSTOM_VISION

KNOWN: tuple[Known, ...] = (*DEPLOYMENTS, *MACHINE_LEARNING, *RESOURCES, *CUSTOM_VISION)
