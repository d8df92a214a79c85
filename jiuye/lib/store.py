"""A store of files by what is in them: each content once, sealed, found by its SHA-256. Art. 2(4), 17.

A file is written beside its place and renamed, so that what has a name is whole.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from jiuye.lib import vault
from jiuye.lib.sealing import sm3

PRIVATE = 0o600


@dataclass(frozen=True)
class Digests:
    """Both digests of a content, in hexadecimal."""

    sha256: str
    sm3: str


def digests(data: bytes) -> Digests:
    return Digests(hashlib.sha256(data).hexdigest(), sm3(data).hex())


class Damaged(Exception):
    """What is stored is not what was put there, or is gone."""


@dataclass(frozen=True)
class Store:
    """A directory of its own."""

    folder: Path

    def put(self, data: bytes) -> Digests:
        """Keep a content; twice is once."""
        told = digests(data)
        place = self._place(told.sha256)
        if not place.exists():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=place.parent)  # mode 0600
            with os.fdopen(handle, "wb") as out:
                out.write(vault.wrap(_purpose(told.sha256), data))
                out.flush()
                os.fsync(out.fileno())
            os.replace(name, place)
        return told

    def get(self, sha256: str) -> bytes:
        """The content. Raises `Damaged` when it is gone, was altered, or is another."""
        try:
            data = vault.unwrap(_purpose(sha256), self._place(sha256).read_bytes())
        except Exception as e:
            raise Damaged(sha256) from e
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged(sha256)
        return data

    def drop(self, sha256: str) -> None:
        """Away with a content that nothing refers to."""
        self._place(sha256).unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        if len(sha256) != 64 or not sha256.isalnum():
            raise Damaged(sha256)
        return self.folder / sha256[:2] / sha256[2:4] / sha256


def _purpose(sha256: str) -> str:
    return f"file:{sha256}"
