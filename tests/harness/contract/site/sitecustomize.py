"""Python runs this at its start, where a test says so: an emulator is to send its exchanges."""

import sys

if "azure_emulator" in sys.orig_argv:
    from tests.harness.contract import other_processes

    other_processes.start()
