"""The grader's own way to Azure, sent to the emulator, and what it sent."""

from tests.harness.azure_session import (
    azure_session,
    cognitive_services,
    group,
    group_resources,
    group_search,
    machine_learning,
    notes,
    request_log,
    transport,
    waits,
)

__all__ = [
    "azure_session",
    "cognitive_services",
    "group",
    "group_resources",
    "group_search",
    "machine_learning",
    "notes",
    "request_log",
    "transport",
    "waits",
]
