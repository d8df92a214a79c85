"""The city's sealer: data keys out of the database, unwrapped by the master key. Art. 17."""

import os
from functools import lru_cache

from jiuye.lib import vault
from jiuye.lib.sealing import Sealer
from jiuye.parties import identity
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records.models import DataKey

INDEX = 0  # the index key's number; one for the whole city


def make_key(*, by: Session) -> int:
    """生成密钥: make the index key if there is none, and a new data key. Returns the data key's number."""
    with act("records.make_key", by=by) as entry:
        numbers = set(DataKey.objects.values_list("number", flat=True))
        if INDEX not in numbers:
            entry.put(DataKey(number=INDEX, wrapped=vault.wrap("index key", os.urandom(32)), made_at=entry.at))
        number = max(numbers, default=0) + 1
        entry.put(DataKey(number=number, wrapped=vault.wrap("data key", os.urandom(16)), made_at=entry.at))
    sealer.cache_clear()
    return number


@lru_cache(maxsize=1)
def sealer() -> Sealer:
    """The sealer of this process. Raises LookupError when no key was made yet."""
    keys = {k.number: bytes(k.wrapped) for k in DataKey.objects.all()}
    if INDEX not in keys:
        raise LookupError("no data key was made yet")
    index = vault.unwrap("index key", keys.pop(INDEX))
    return Sealer({n: vault.unwrap("data key", w) for n, w in keys.items()}, max(keys), index)


identity.held_by(sealer)  # who works here is told apart by the same indexes
