"""SM4-GCM over many values of one length at once (RFC 8998; NIST SP 800-38D, with nonces of 96 bits).

The library takes 5 µs to set up each value; of that the cipher itself is a small part. Here one call of the library
enciphers the counters of all values, and GHASH, which is linear, is summed byte by byte: what the byte at each place
adds to the tag stands in a table of 256, and `bytes.translate` looks a whole column up. Tables are indexed by what is
public (ciphertext and associated data), so that looking up tells nothing of the key. Opening is the library's alone.
"""

from collections.abc import Sequence
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK, NONCE = 16, 12
LONGEST = 64  # bytes of a value: longer ones are few and bring tables of their own
_POLYNOMIAL = 0xE1 << 120


class Columns:
    """One SM4 key of 16 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = Cipher(algorithms.SM4(key), modes.ECB())  # of counter blocks only
        self._hash_key = int.from_bytes(self._encipher(bytes(BLOCK)))
        self._table = lru_cache(maxsize=None)(self._made_table)

    def seal(self, nonces: bytes, plains: Sequence[bytes], where: bytes, rows: bytes) -> list[bytes]:
        """nonce | ciphertext | tag of each value. plains: all of one length, at most LONGEST; the associated data of
        each is `where` followed by 16 bytes of its row."""
        count, length = len(plains), len(plains[0])
        stream = self._stream(nonces, count, length)
        columns = [
            _xor(plain, key) for plain, key in zip(_columns(b"".join(plains), length), stream[BLOCK:], strict=False)
        ]
        tags = self._tags(stream[:BLOCK], where, _columns(rows, BLOCK), columns)
        width = NONCE + length + BLOCK
        out = bytearray(width * count)
        for at, column in enumerate([*_columns(nonces, NONCE), *columns, *tags]):
            out[at::width] = column
        whole = bytes(out)
        return [whole[at : at + width] for at in range(0, width * count, width)]

    def _encipher(self, blocks: bytes) -> bytes:
        return self._cipher.encryptor().update(blocks)

    def _stream(self, nonces: bytes, count: int, length: int) -> list[bytes]:
        """The key stream by columns: first the block that masks the tag, then what is added to the value."""
        blocks = 1 + -(-length // BLOCK)
        width = BLOCK * blocks
        counters = bytearray(width * count)
        for block in range(blocks):
            for at, column in enumerate(_columns(nonces, NONCE)):
                counters[BLOCK * block + at :: width] = column
            counters[BLOCK * block + BLOCK - 1 :: width] = bytes([block + 1]) * count
        return _columns(self._encipher(bytes(counters)), width)

    def _tags(self, masks: list[bytes], where: bytes, rows: list[bytes], columns: list[bytes]) -> list[bytes]:
        """By columns. Associated data and ciphertext are filled up to whole blocks, then come their lengths."""
        beyond, count = len(where) + len(rows), len(rows[0])
        first = BLOCK * -(-beyond // BLOCK)  # where the ciphertext begins
        end = first + BLOCK * -(-len(columns) // BLOCK)
        lengths = (8 * beyond).to_bytes(8) + (8 * len(columns)).to_bytes(8)
        same = [*enumerate(where), *enumerate(lengths, end)]
        sums = [int.from_bytes(mask) for mask in masks]
        for n in range(BLOCK):
            byte = 0
            for at, value in same:
                byte ^= self._table(end // BLOCK + 1 - at // BLOCK, at % BLOCK)[n][value]
            sums[n] ^= int.from_bytes(bytes([byte]) * count)
        for at, column in [*enumerate(rows, len(where)), *enumerate(columns, first)]:
            for n, table in enumerate(self._table(end // BLOCK + 1 - at // BLOCK, at % BLOCK)):
                sums[n] ^= int.from_bytes(column.translate(table))
        return [s.to_bytes(count) for s in sums]

    def _made_table(self, power: int, place: int) -> list[bytes]:
        """What a byte at `place` of a block adds to each byte of the tag, the block being multiplied by that power
        of the hash key."""
        factor = self._hash_key
        for _ in range(power - 1):
            factor = _product(factor, self._hash_key)
        for _ in range(8 * place):
            factor = _halved(factor)
        sums = [0] * 256
        for bit in (0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1):
            sums = [s ^ factor if value & bit else s for value, s in enumerate(sums)]
            factor = _halved(factor)
        whole = b"".join(s.to_bytes(BLOCK) for s in sums)
        return _columns(whole, BLOCK)


def _columns(whole: bytes, width: int) -> list[bytes]:
    return [whole[at::width] for at in range(width)]


def _xor(a: bytes, b: bytes) -> bytes:
    return (int.from_bytes(a) ^ int.from_bytes(b)).to_bytes(len(a))


def _halved(x: int) -> int:
    """Times the field's element x (SP 800-38D, 6.3: bits are reflected)."""
    return x >> 1 ^ (_POLYNOMIAL if x & 1 else 0)


def _product(a: int, b: int) -> int:
    found = 0
    for bit in range(127, -1, -1):
        if a >> bit & 1:
            found ^= b
        b = _halved(b)
    return found
