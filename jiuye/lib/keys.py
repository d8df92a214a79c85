"""Row keys: UUIDv7 (RFC 9562 §5.7), so that keys sort by time of birth and can be made before the insert.

Within one process every key is greater than the one before (§6.2, method 1: a counter of 18 bits after the
milliseconds, begun at random in its lower half): rows staged in file order stay in file order by key.
"""

import os
import threading
import time
from uuid import UUID

_COUNTER = 18  # bits: 12 of rand_a and the first 6 of rand_b
_lock = threading.Lock()
_last = (0, 0)


def uuid7() -> UUID:
    """48 bits of Unix milliseconds, version, 12 + 6 bits of counter, variant, 56 random bits."""
    global _last
    tail = int.from_bytes(os.urandom(9), "big")
    with _lock:
        stamp, count = time.time_ns() // 1_000_000, tail >> 56 & 0xFFFF
        if stamp <= _last[0]:
            stamp, count = _last[0], _last[1] + 1
            if count >> _COUNTER:
                stamp, count = stamp + 1, 0
        _last = (stamp, count)
    value = stamp << 80 | 0x7 << 76 | (count >> 6) << 64 | 0x2 << 62 | (count & 0x3F) << 56 | tail & (1 << 56) - 1
    return UUID(int=value)


def uuid7s(count: int) -> list[bytes]:
    """`count` keys of this millisecond as 16 bytes each, rising: rows keep the order of their file."""
    stamp = ((time.time_ns() // 1_000_000) & (1 << 48) - 1).to_bytes(6, "big")
    noise = os.urandom(10 * count)
    tails = (noise[at : at + 10] for at in range(0, 10 * count, 10))
    return sorted(stamp + bytes((t[0] & 0x0F | 0x70, t[1], t[2] & 0x3F | 0x80)) + t[3:] for t in tails)
