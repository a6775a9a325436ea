"""Runs commands of the Azure CLI, one a line of standard input, in one process of its own Python.

A script for the interpreter that has the CLI: it imports nothing of ours. Each command is invoked
as `az` itself invokes it; its outcome is a line of JSON.
"""

import contextlib
import importlib
import io
import json
import os
import shlex
import sys


def main() -> None:
    """Invoke each command; `$NAME` is a variable of the environment."""
    core = importlib.import_module("azure.cli.core")
    for line in sys.stdin:
        cli, printed = core.get_default_cli(), io.StringIO()
        words = [os.path.expandvars(word) for word in shlex.split(line)]
        try:
            with contextlib.redirect_stdout(printed):
                status = cli.invoke(
                    [*words, "--only-show-errors", "--output", "json"], out_file=printed
                )
        except SystemExit as stop:
            status = stop.code
        error = str(getattr(cli.result, "error", "") or "")
        outcome = {
            "command": line.strip(),
            "status": status,
            "error": error,
            "printed": printed.getvalue(),
        }
        sys.stdout.write(json.dumps(outcome) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
