"""A store of files by what is in them: each content once, sealed, found by its SHA-256. Art. 2(4), 17.

The store seals and opens; a `Shelf` keeps sealed bytes under a name: a directory here, a bucket in `store_s3`.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from jiuye.lib import vault
from jiuye.lib.sealing import sm3


@dataclass(frozen=True)
class Digests:
    """Both digests of a content, in hexadecimal."""

    sha256: str
    sm3: str


def digests(data: bytes) -> Digests:
    return Digests(hashlib.sha256(data).hexdigest(), sm3(data).hex())


class Damaged(Exception):
    """What is stored is not what was put there, or is gone."""


class Shelf(Protocol):
    """Where sealed bytes lie under a name of 64 characters. What has a name is whole."""

    def write(self, name: str, data: bytes) -> None: ...

    def read(self, name: str) -> bytes:
        """Raises any exception when there is nothing of that name."""

    def remove(self, name: str) -> None:
        """Gone afterwards, whether it was there or not."""

    def has(self, name: str) -> bool: ...

    def names(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """(name, when it was written) of all that begin with two characters."""


@dataclass(frozen=True)
class Store:
    """Contents by their digest, on a shelf."""

    shelf: Shelf

    def put(self, data: bytes) -> Digests:
        """Keep a content; twice is once."""
        told = digests(data)
        if not self.shelf.has(told.sha256):
            self.shelf.write(told.sha256, vault.wrap(_purpose(told.sha256), data))
        return told

    def get(self, sha256: str) -> bytes:
        """The content. Raises `Damaged` when it is gone, was altered, or is another."""
        try:
            data = vault.unwrap(_purpose(_name(sha256)), self.shelf.read(sha256))
        except Exception as e:
            raise Damaged(sha256) from e
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged(sha256)
        return data

    def has(self, sha256: str) -> bool:
        return self.shelf.has(_name(sha256))

    def drop(self, sha256: str) -> None:
        """Away with a content that nothing refers to."""
        self.shelf.remove(_name(sha256))


def _name(sha256: str) -> str:
    if len(sha256) != 64 or not (sha256.isascii() and sha256.isalnum()):
        raise Damaged(sha256)
    return sha256


def _purpose(sha256: str) -> str:
    return f"file:{sha256}"


@dataclass(frozen=True)
class Folder:
    """A directory of its own. A file is written beside its place and renamed."""

    path: Path

    def write(self, name: str, data: bytes) -> None:
        place = self._place(name)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f"{name}.", dir=place.parent)  # mode 0600
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, place)

    def read(self, name: str) -> bytes:
        return self._place(name).read_bytes()

    def remove(self, name: str) -> None:
        """Overwritten before it is unlinked; what is left on worn blocks is sealed."""
        place = self._place(name)
        if place.exists():
            with place.open("r+b") as file:
                file.write(b"\0" * place.stat().st_size)
                file.flush()
                os.fsync(file.fileno())
            place.unlink(missing_ok=True)

    def has(self, name: str) -> bool:
        return self._place(name).exists()

    def names(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """What a killed writing left beside its place is named too, longer: nothing refers to it."""
        for file in (self.path / prefix).glob("*/*"):
            yield file.name, datetime.fromtimestamp(file.stat().st_mtime, UTC)

    def _place(self, name: str) -> Path:
        return self.path / name[:2] / name[2:4] / name
