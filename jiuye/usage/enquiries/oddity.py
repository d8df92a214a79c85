"""What is odd about one person's look-ups of one day: looks in, oddities out. No database, no clock. Art. 10(3).

Reckoned whenever he looks on, by the worker's timer and beside every tenth look-up, so that what is cut into pieces is
one day's sum all the same."""

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from jiuye.parties.permissions import ACTS
from jiuye.parties.posts import STAFF

KINDS = {
    "uncased": "没有办件的查找过多", "burst": "短时间密集查找", "shown": "大量显示档案",
    "one_case": "为同一办件查找过多", "pieces": "一天申请导出过多", "places": "同一账号在两处使用",
    "cases": "一天用的办件过多",
}  # fmt: skip
LIMIT = "alert_"  # and the kind: the parameter that says from when on it is odd
WINDOW, APART = timedelta(minutes=10), timedelta(minutes=30)
OPENED, EXPORTED = "records.open", "usage.request_export"
# Whatever shows staff what is on file about somebody, as the permission list says, and exports asked for.
WATCHED = (*(a.name for a in ACTS.values() if a.reads and a.posts & STAFF), EXPORTED)
SEARCHES = ("usage.look_up", "usage.look_up_batch")
# For these one states a purpose; the rest belong to the work in hand, and count by what they showed.
STATED = (*SEARCHES, OPENED, "records.unmask", "maintenance.export_life")
# Limits the standard has no parameter for. 120 cases: one every four minutes of a day's work.
FIXED = {"cases": 120}
MOST = 200  # entries kept with an alert
# Cases many records belong to by nature: what was opened for one of them is no sign of anything.
_WIDE = ("PL-", "JC-", "XH-", "威")


@dataclass(frozen=True)
class Look:
    """One entry: a look-up, a reading act, an export asked for. case, place: "" where there is none."""

    id: UUID
    act: str
    at: datetime
    case: str
    place: str
    shown: int


@dataclass(frozen=True)
class Odd:
    kind: str
    measured: int
    looks: Sequence[Look]


def odd(looks: Sequence[Look], limits: Mapping[str, int]) -> list[Odd]:
    """The oddities of a day's looks, in the order of their time; each with those that make it."""
    found = [Odd(kind, *_MEASURES[kind](looks)) for kind in KINDS]
    return [o for o in found if o.measured >= limits[o.kind] > 0]


def _uncased(looks: Sequence[Look]) -> tuple[int, Sequence[Look]]:
    return _most(looks, lambda look: None if look.case or look.act not in STATED else look.act)


def _one_case(looks: Sequence[Look]) -> tuple[int, Sequence[Look]]:
    return _most(looks, lambda look: f"{look.act} {look.case}" if _narrow(look) else None)


def _narrow(look: Look) -> bool:
    wide = look.act not in SEARCHES and look.case.startswith(_WIDE)
    return bool(look.case) and look.act in STATED and not wide


def _cases(looks: Sequence[Look]) -> tuple[int, Sequence[Look]]:
    """Different cases searched and opened for: whoever takes another number each time is seen by how many there are."""
    found = {look.case: look for look in looks if look.case and look.act in STATED}
    return len(found), list(found.values())


def _most(looks: Sequence[Look], key: Callable[[Look], str | None]) -> tuple[int, Sequence[Look]]:
    """The largest group of looks of one key; those of none are left out."""
    counted = Counter(k for look in looks if (k := key(look)) is not None)
    if not counted:
        return 0, ()
    best, n = counted.most_common(1)[0]
    return n, [look for look in looks if key(look) == best]


def _burst(looks: Sequence[Look]) -> tuple[int, Sequence[Look]]:
    """Most look-ups and shown items within any ten minutes."""
    window: deque[Look] = deque()
    best: list[Look] = []
    for look in (one for one in looks if one.act in STATED and one.act != OPENED):
        window.append(look)
        while look.at - window[0].at > WINDOW:
            window.popleft()
        best = max(best, list(window), key=len)
    return len(best), best


def _pieces(looks: Sequence[Look]) -> tuple[int, Sequence[Look]]:
    """Exports asked for: what is cut up is asked for again and again."""
    found = [look for look in looks if look.act == EXPORTED]
    return len(found), found


def _shown(looks: Sequence[Look]) -> tuple[int, Sequence[Look]]:
    """Records shown, one by one or by the list."""
    return sum(look.shown for look in looks), looks


def _places(looks: Sequence[Look]) -> tuple[int, Sequence[Look]]:
    """How often the place changed within half an hour: who moves once goes on where he is."""
    known = [look for look in looks if look.place]
    changed = [b for a, b in pairwise(known) if a.place != b.place and b.at - a.at <= APART]
    return len(changed), changed


_MEASURES: dict[str, Callable[[Sequence[Look]], tuple[int, Sequence[Look]]]] = {
    "uncased": _uncased, "burst": _burst, "shown": _shown, "one_case": _one_case,
    "pieces": _pieces, "places": _places, "cases": _cases,
}  # fmt: skip
