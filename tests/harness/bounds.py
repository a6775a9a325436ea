"""Files of any shape and size, and processes that may take so much and no more."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.harness.commands import ROOT

SECONDS, MEMORY = 10, 500_000_000
"""Processor time, and bytes that are resident, of any grading of any input."""

LARGEST = 200_000_000
PIECE = 1 << 20


def _repeated(unit: bytes, before: bytes = b"", after: bytes = b"") -> Shape:
    def pieces(size: int) -> Iterator[bytes]:
        yield before
        many = unit * (PIECE // len(unit) + 1)
        for _ in range(size // len(many)):
            yield many
        yield unit * (size % len(many) // len(unit))
        yield after

    return pieces


def _noise(size: int) -> Iterator[bytes]:
    piece = random.Random(1).randbytes(PIECE)  # noqa: S311 - noise, no secret
    for _ in range(size // PIECE + 1):
        yield piece


def _keys(size: int) -> Iterator[bytes]:
    yield b'{"nbformat": 4'
    for block in range(size // 20_000):
        yield b"".join(b', "%015d": 1' % (block * 1_000 + number) for number in range(1_000))
    yield b"}"


def _gzip(size: int) -> Iterator[bytes]:
    yield b"\x1f\x8b\x08\0\0\0\0\0\0\3"
    yield from _noise(size)


def _aliases(size: int) -> Iterator[bytes]:
    yield b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for number in range(1, 12):
        yield b"a%d: &a%d [%s]\n" % (number, number, b", ".join([b"*a%d" % (number - 1)] * 10))
    yield from _repeated(b"# and more\n")(max(0, size - 1_000))


Shape = Callable[[int], Iterator[bytes]]
CELL = b'{"cell_type":"code","metadata":{},"execution_count":1,"outputs":[],"source":%s},'
NOTEBOOK = b'{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":['
IMPORTS = (
    b"from azure.x import CustomVisionPredictionClient\\nfrom msrest.y import ApiKeyCredentials\\n"
)


def _code(unit: bytes, before: bytes = b"", after: bytes = b"") -> Shape:
    """A notebook whose first cell is the exercise's import, and the second is that code."""
    start = NOTEBOOK + CELL % (b'"%s"' % IMPORTS) + CELL[:-4] + b'"' + before
    return _repeated(unit, start, after + b'"}]}')


SHAPES: Mapping[str, Shape] = {
    "nothing but zeros": _repeated(b"\0"),
    "random bytes": _noise,
    "gzip": _gzip,
    "one long line": _repeated(b"x"),
    "one long text": _repeated(b"x", b'{"nbformat": 4, "a": "', b'"}'),
    "escapes": _repeated(b"\\u0041", b'["', b'"]'),
    "lines": _repeated(b"\n"),
    "a list": _repeated(b"- \n"),
    "a list of lists": _repeated(b"[],", b"[", b"[]]"),
    "a list of tables": _repeated(b"{},", b'{"nbformat":4,"cells":[', b"{}]}"),
    "lists in lists": _repeated(b"["),
    "tables in tables": _repeated(b'{"":'),
    "blocks in blocks": _repeated(b"- "),
    "many keys": _keys,
    "many numbers": _repeated(b"9"),
    "aliases": _aliases,
    "directives": _repeated(b"%TAG !a! x\n"),
    "merges": _repeated(b"<<: {a: {b: c}}\n"),
    "documents": _repeated(b"---\n"),
    "cells": _repeated(CELL % b'"a"', NOTEBOOK, CELL[:-1] % b'"a"' + b"]}"),
    "statements": _code(b"f(1)\\n"),
    "brackets": _code(b"("),
    "doubled texts": _code(b"projectId = projectId + projectId\\n", b"projectId = 'aa'\\n"),
    "functions that call": _code(b"def f(): return f() + f()\\n", b"", b"projectId = f()\\n"),
    "formatted texts": _code(b"modelName = f'{modelName}{modelName}'\\n", b"modelName = 'a'\\n"),
    "a sum": _code(b"'a' + ", b"endpoint = ", b"'a'"),
    "a chain": _code(b".a", b"endpoint = b"),
    "magics": _code(b"%time\\n"),
    "no Python": _code(b"def (\\n"),
    "repeated texts": _code(b"modelName = modelName * 9999\\n", b"modelName = 'a'\\n"),
    "powers": _code(b"9**9**9\\n", b"modelName = "),
    "wide signs": _repeated("\U0001f600".encode()),
}
"""The pieces of a file of about so many bytes."""


def write(path: Path, shape: str, size: int) -> None:
    """Write a file of this shape."""
    with path.open("wb") as file:
        for piece in SHAPES[shape](size):
            file.write(piece)


@dataclass(frozen=True)
class Ended:
    """How a process ended: its status, what it printed, processor seconds, bytes at its peak."""

    status: int
    output: str
    seconds: float
    memory: int


def limited(*words: str | Path, folder: Path = ROOT) -> Ended:
    """`python -m WORDS`, ended by the system after so much processor time."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *map(str, words)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=limit,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read(1 << 20).decode("utf-8", "replace")
    seconds = used.ru_utime + used.ru_stime
    return Ended(process.returncode, printed, seconds, used.ru_maxrss * 1024)
