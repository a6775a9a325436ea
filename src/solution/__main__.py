"""`python -m solution`."""

from solution.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
