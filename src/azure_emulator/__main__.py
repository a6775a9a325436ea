"""`python -m azure_emulator`."""

import sys

from azure_emulator.cli import main

sys.exit(main())
