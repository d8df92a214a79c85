"""The encrypted container: a ZIP with WinZip's AES-256 (AE-2), which 7-Zip, WinRAR, Bandizip and macOS open.

It is written into a nameless temporary file, encrypted as it is written, so that nothing readable ever lies on a disk;
then laid into the store piece by piece, sealed once more. The password is made anew from the installation's key
whenever it is wanted and kept nowhere.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any
from uuid import UUID

import pyzipper
from cryptography.hazmat.primitives import hashes

from jiuye.lib import vault
from jiuye.records.custody.contents import store

PIECE = 4 * 1024 * 1024
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read as something else; five bits a character


def password(export: UUID, attempt: UUID) -> str:
    """Twenty characters, a hundred bits, in groups: of this production of this export."""
    bits = int.from_bytes(vault.mac("export-password", export.bytes + attempt.bytes)[:13], "big")
    text = "".join(_ALPHABET[bits >> 5 * n & 31] for n in range(20))
    return "-".join(text[n : n + 5] for n in range(0, 20, 5))


@contextmanager
def container(secret: str) -> Iterator[tuple[Any, IO[bytes]]]:
    """(the ZIP to write members into, the file it is in)."""
    told = {"compression": pyzipper.ZIP_DEFLATED, "encryption": pyzipper.WZ_AES}
    with tempfile.TemporaryFile() as file, pyzipper.AESZipFile(file, "w", **told) as made:
        made.setpassword(secret.encode())
        yield made, file


def lay_down(file: IO[bytes]) -> tuple[list[str], int, str]:
    """Into the store, piece by piece: (their SHA-256 in order, bytes, SM3 of the whole)."""
    pieces, size, digest = [], 0, hashes.Hash(hashes.SM3())
    file.seek(0)
    while data := file.read(PIECE):
        pieces.append(store().put(data).sha256)
        digest.update(data)
        size += len(data)
    return pieces, size, digest.finalize().hex()


def pick_up(pieces: list[str]) -> Iterator[bytes]:
    """The file again. Raises `Damaged` where a piece is gone or another."""
    return (store().get(sha256) for sha256 in pieces)
