"""`python -m tests.harness.dask_tap FILE ...`: `python -m classroom ...`, its Dask messages kept.

Scheduler and client are in this process: what a worker says or hears passes here.
"""

import sys
from pathlib import Path
from typing import Any

import distributed.comm.tcp

from classroom.cli import main

TCP: Any = distributed.comm.tcp
"""As untyped as it is to be patched."""


def tap(file: Path) -> None:
    """Append to a file all that is sent and heard, as it is before it is encrypted."""
    to_frames, from_frames = TCP.to_frames, TCP.from_frames

    def keep(frames: Any) -> None:
        with file.open("ab") as kept:
            for frame in frames:
                kept.write(bytes(frame))

    async def sending(*arguments: Any, **options: Any) -> Any:
        frames = await to_frames(*arguments, **options)
        keep(frames)
        return frames

    async def hearing(frames: Any, *arguments: Any, **options: Any) -> Any:
        keep(frames)
        return await from_frames(frames, *arguments, **options)

    TCP.to_frames, TCP.from_frames = sending, hearing


if __name__ == "__main__":
    tap(Path(sys.argv[1]))
    raise SystemExit(main(sys.argv[2:]))
