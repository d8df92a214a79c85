"""Whether two members of staff are one human: the index of his identity number, of the same domain as those beside the
records, so that his own file and his account as a citizen are known to be his as well.

The keys lie in a room above; it registers here who holds them."""

from collections.abc import Callable
from typing import NamedTuple

from jiuye.lib.identity import MOBILE, identity_facts, number_forms
from jiuye.lib.sealing import Sealer
from jiuye.lib.verdict import YES, Verdict, no

_HOLDERS: list[Callable[[], Sealer]] = []


def held_by(holder: Callable[[], Sealer]) -> None:
    """Register who gives the city's sealer."""
    _HOLDERS[:] = [holder]


class Indexes(NamedTuple):
    """What stands for one human. full: the index of the longest form of his number; short: of the 15 digits of before
    2000, where his number has that form too."""

    full: bytes
    short: bytes | None


def folded(number: str) -> str:
    """The longest form of an identity number, in capitals, without gaps."""
    return max(number_forms(number), key=len, default="")


def good_number(number: str) -> Verdict:
    """Whoever works here has an 18-digit number (residents of Hong Kong, Macao and Taiwan too)."""
    facts = identity_facts(folded(number))
    return YES if facts.check_ok and facts.birth_date else no("证件号码要写 18 位，且校验位相符；请看证件", code="P024")


def good_phone(number: str) -> Verdict:
    """A mobile number of the mainland, as the standard has it."""
    return YES if MOBILE.fullmatch(number) else no("手机号码要写 11 位，以 1 开头", code="P059")


def phone_index(number: str) -> bytes:
    """The index of a mobile number, of the same domain as those beside the records."""
    return _HOLDERS[0]().index(number, "phone")


def indexes_of(number: str) -> Indexes:
    """The same whichever form is typed or on file."""
    longest, short = folded(number), min(number_forms(number), key=len, default="")
    sealer = _HOLDERS[0]()
    return Indexes(sealer.index(longest, "identity"), sealer.index(short, "identity") if short != longest else None)
