"""`python -m acceptance.evidence`."""

from acceptance.evidence.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
