"""Whether two members of staff are one human: the indexes of his identity number and phone, of the same domains as
those beside the records, so that his own file and his account as a citizen are known to be his as well.

The keys lie in a room above; it registers here who holds them."""

from collections.abc import Callable

from jiuye.lib.identity import MOBILE, identity_facts, number_forms
from jiuye.lib.sealing import Sealer
from jiuye.lib.verdict import YES, Verdict, first_no, no

_HOLDERS: list[Callable[[], Sealer]] = []


def held_by(holder: Callable[[], Sealer]) -> None:
    """Register who gives the city's sealer."""
    _HOLDERS[:] = [holder]


def folded(number: str) -> str:
    """The longest form of an identity number, in capitals, without gaps."""
    return max(number_forms(number), key=len, default="")


def good_identity(number: str, phone: str) -> Verdict:
    """Whoever works here has an 18-digit number (residents of Hong Kong, Macao and Taiwan too) and a mobile phone."""
    facts = identity_facts(folded(number))
    return first_no(
        YES if facts.check_ok and facts.birth_date else no("证件号码要写 18 位，且校验位相符；请看证件", code="P024"),
        YES if MOBILE.fullmatch(phone) else no("请填写 11 位手机号码", code="P025"),
    )


def number_index(number: str) -> bytes:
    return _HOLDERS[0]().index(folded(number), "identity")


def phone_index(phone: str) -> bytes:
    return _HOLDERS[0]().index(phone, "phone")
