"""The file of a kept cloud: a zip with the states as JSON, and each picture once."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from azure_emulator.app import App
from azure_emulator.cloud import Cloud
from azure_emulator.entra.directory import Directory
from azure_emulator.keeping import Decoder, Encoder, UnreadableError
from azure_emulator.limits import Limits
from azure_emulator.machine_learning.computes import Computes
from azure_emulator.resource_manager.operations import Operations

FORMAT, VERSION = "azure-emulator-state", 1
STATES, BLOBS = "states.json", "blobs/"
MADE_WHEN_NEEDED: tuple[Callable[[Cloud], object], ...] = (Computes, Directory, Operations)
"""The states that are no service's own."""

LARGEST = 2**31
"""Bytes of one member of the zip, unpacked."""


def save(cloud: Cloud, file: Path) -> None:
    """Keep a cloud in a file, mode 0600, in place of what was there; or leave that unchanged.

    Raises:
        OSError: it cannot be written.
    """
    with cloud.lock:
        encoder = Encoder(cloud)
        states = {
            _name(kind): encoder.state(state)
            for kind, state in cloud.states.items()
            if kind is not Limits
        }
    document = {"format": FORMAT, "version": VERSION, "states": states}
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            text = json.dumps(document)
            archive.writestr(STATES, text, compress_type=zipfile.ZIP_DEFLATED)
            for digest, content in encoder.blobs.items():
                archive.writestr(BLOBS + digest, content)
        os.replace(temporary, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def load(cloud: Cloud, file: Path) -> None:
    """Give a new cloud what was kept in a file.

    Raises:
        UnreadableError: it is none of this emulator's, is damaged, or another version's.
        OSError: it cannot be read.
    """
    App(cloud)  # This makes the states of all services, and lets them listen to each other.
    for kind in MADE_WHEN_NEEDED:
        cloud.state(kind)
    try:
        with zipfile.ZipFile(file) as archive:
            document = json.loads(_member(archive, STATES))
            if not isinstance(document, dict) or document.get("format") != FORMAT:
                raise UnreadableError("it is no cloud of this emulator")
            if document.get("version") != VERSION:
                raise UnreadableError("it is another version's")
            decoder = Decoder(lambda digest: _member(archive, BLOBS + digest))
            _restore(cloud, document["states"], decoder)
    except zipfile.BadZipFile as error:
        raise UnreadableError("it is no cloud of this emulator, or it is damaged") from error
    except (UnreadableError, OSError):
        raise
    except Exception as error:  # Another byte trips up zip, its packers, JSON, or a state.
        raise UnreadableError("it is damaged, or another version's") from error


def _restore(cloud: Cloud, states: dict[str, Any], decoder: Decoder) -> None:
    kinds = {_name(kind): state for kind, state in cloud.states.items()}
    for name, data in states.items():
        decoder.state(kinds[name], data)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LARGEST:
        raise UnreadableError("it is too large")
    return archive.read(name)


def _name(kind: Any) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"
