"""Sealing of single values: SM4-GCM under a data key, equality through HMAC-SM3. Art. 17.

A sealed value is  version(1) | key number(4) | nonce(12) | ciphertext and tag(16).
Its associated data binds dataset, row and item, so that a value moved to another place does not open.
"""

import os
import struct
from collections.abc import Iterable, Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from jiuye.lib import gcm

VERSION = 1
_HEAD = struct.Struct(">BI")
_NONCE = gcm.NONCE
_MANY = 50  # values of one length from which it pays to seal them together


class SealBroken(Exception):
    """The value was altered, moved, or sealed under another key."""


def place(dataset: str, item: str) -> bytes:
    """The associated data of an item's values, but for the 16 bytes of the row's key that follow."""
    return f"{dataset}\x1f{item}\x1f".encode()


def aad(dataset: str, row: UUID, item: str) -> bytes:
    return place(dataset, item) + row.bytes


def sm4_seal(key: bytes, plain: bytes, associated: bytes) -> bytes:
    """nonce | ciphertext | tag."""
    nonce = os.urandom(_NONCE)
    enc = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    enc.authenticate_additional_data(associated)
    return b"".join((nonce, enc.update(plain), enc.finalize(), enc.tag))


def sm4_open(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    dec = Cipher(algorithms.SM4(key), modes.GCM(sealed[:12], sealed[-16:])).decryptor()
    dec.authenticate_additional_data(associated)
    try:
        return dec.update(sealed[12:-16]) + dec.finalize()
    except InvalidTag as e:
        raise SealBroken("密封值校验不通过") from e


class Sealer:
    """Seals and opens values. `keys` maps key numbers to 16-byte SM4 keys; `current` seals;
    `index_key` (32 bytes) is one for the whole city, so that equality works across datasets."""

    def __init__(self, keys: dict[int, bytes], current: int, index_key: bytes) -> None:
        self._keys, self._current, self._index_key = keys, current, index_key
        self._mac = hmac.HMAC(index_key, hashes.SM3())
        self._head, self._columns = _HEAD.pack(VERSION, current), gcm.Columns(keys[current])

    def keys(self) -> tuple[dict[int, bytes], int, bytes]:
        """What it was made of: for the processes that seal a file together, never to be stored."""
        return self._keys, self._current, self._index_key

    def seal(self, plain: str, associated: bytes) -> bytes:
        return self._head + sm4_seal(self._keys[self._current], plain.encode(), associated)

    def seal_all(self, plains: Sequence[str], where: bytes, rows: Sequence[bytes]) -> list[bytes]:
        """`seal` of many values of one place (`place`), `rows` being the 16 bytes of each one's row. The first of
        each length is opened again by the library before any is given out: SealBroken if it does not."""
        sealed = [b""] * len(plains)
        by_length: dict[int, list[int]] = {}
        values = [plain.encode() for plain in plains]
        for n, value in enumerate(values):
            by_length.setdefault(len(value), []).append(n)
        for length, some in by_length.items():
            if len(some) < _MANY or not 0 < length <= gcm.LONGEST:
                for n in some:
                    sealed[n] = self.seal(plains[n], where + rows[n])
                continue
            nonces, keys = os.urandom(_NONCE * len(some)), b"".join([rows[n] for n in some])
            for n, one in zip(some, self._columns.seal(nonces, [values[n] for n in some], where, keys), strict=True):
                sealed[n] = self._head + one
            if self.open(sealed[some[0]], where + rows[some[0]]) != plains[some[0]]:
                raise SealBroken("成批密封的值打不开")
        return sealed

    def open(self, sealed: bytes, associated: bytes) -> str:
        version, number = _HEAD.unpack_from(sealed)
        if version != VERSION or number not in self._keys:
            raise SealBroken("密封值的版本或密钥不可用")
        return sm4_open(self._keys[number], sealed[_HEAD.size :], associated).decode()

    def index(self, plain: str, domain: str) -> bytes:
        """Equality index of a value within a domain ("identity", "phone", "account"): first 16 bytes
        of HMAC-SM3, the context copied rather than keyed anew."""
        return self.indexes([plain.encode()], domain)[0]

    def indexes(self, plains: Iterable[bytes], domain: str) -> list[bytes]:
        """`index` of many values of one domain, each in UTF-8."""
        begun = self._mac.copy()
        begun.update(domain.encode() + b"\x1f")
        found = []
        for plain in plains:
            mac = begun.copy()
            mac.update(plain)
            found.append(mac.finalize()[:16])
        return found


def sm3(*parts: bytes) -> bytes:
    """SM3 digest (GB/T 32905) of the parts in order."""
    h = hashes.Hash(hashes.SM3())
    for part in parts:
        h.update(part)
    return h.finalize()
