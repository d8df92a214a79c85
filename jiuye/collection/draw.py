"""The draw: which submissions of low-risk channels a person reviews. Nobody can foretell it, anybody with the seed can
do it again: HMAC-SM3 of the submission's key under a seed that is wrapped by the master key. Art. 7."""

import secrets
from decimal import Decimal
from uuid import UUID

from cryptography.hazmat.primitives import hashes, hmac

from jiuye.collection.models import DrawSeed
from jiuye.lib import vault
from jiuye.lib.sealing import sm3
from jiuye.parties.entry import Entry

_PURPOSE = "review draw"
WHOLE = 1 << 64


def drawn(submission: UUID, seed: bytes, share: Decimal) -> bool:
    """Does a person review it? The first 8 bytes of the keyed digest, as a fraction, lie below the share."""
    mac = hmac.HMAC(seed, hashes.SM3())
    mac.update(submission.bytes)
    return int.from_bytes(mac.finalize()[:8], "big") < share * WHOLE


def seed_in_force(under: Entry) -> bytes:
    """The seed; the first one is made here."""
    row = DrawSeed.objects.order_by("-made_at").first()
    if row is None:
        fresh = secrets.token_bytes(32)
        row = DrawSeed(wrapped=vault.wrap(_PURPOSE, fresh), digest=sm3(fresh).hex(), made_at=under.at)
        under.put(row)
    return vault.unwrap(_PURPOSE, bytes(row.wrapped))
