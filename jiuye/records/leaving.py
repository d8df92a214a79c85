"""转出: what does not conform does not leave, by any way out: answers, exports, file transfers, packages. Art. 6(1).

Every way out asks here before it writes a byte. In the asker's scope.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jiuye.lib import clock
from jiuye.lib.verdict import YES, Verdict, no
from jiuye.records.models import EArchive, Keeping, Record, Waiver
from jiuye.standards.queries import catalogue

UNSOUND = "四性检测"  # of a file whose four properties do not all hold; nobody can waive it


def held_back(records: Iterable[Record], *, on: date) -> dict[UUID, list[str]]:
    """record → the errors that keep it here: broken rules nobody waived. Records free to go are not named.

    A rule the standard no longer knows, and what could not be read at all (I01…), counts as an error."""
    records = list(records)
    broken = {r.pk: [v for v in dict.fromkeys(r.verdicts) if _stops(v)] for r in records}
    unsound = Keeping.objects.filter(record__in=[r.pk for r in records if isinstance(r, EArchive)], state="faulty")
    for key in unsound.values_list("record_id", flat=True):
        broken[key].append(UNSOUND)
    waived: dict[UUID, set[str]] = {}
    stuck = [key for key, rules in broken.items() if rules]
    for waiver in Waiver.objects.filter(record_id__in=stuck, state="approved", valid_until__gte=on):
        waived.setdefault(waiver.record_id, set()).update(waiver.rules)
    left = {key: [v for v in rules if v not in waived.get(key, ())] for key, rules in broken.items()}
    return {key: rules for key, rules in left.items() if rules}


def stuck_sql(dataset: str, on: date) -> tuple[str, list[Any]]:
    """The same as a condition on the rows `r` of a dataset's table, to be counted, with its parameters."""
    free = [r.rule_id for r in catalogue().rules.values() if r.severity != "error"]
    sql = (
        "exists (select from jsonb_array_elements_text(r.verdicts) v(rule) where v.rule <> all(%s) and not exists"
        " (select from jiuye.records_waiver w where w.record_id = r.id and w.state = 'approved'"
        " and w.valid_until >= %s and jsonb_exists(w.rules, v.rule)))"
    )
    if dataset == "e_archive":
        sql = f"({sql} or exists (select from jiuye.records_keeping k where k.record_id = r.id and k.state = 'faulty'))"
    return sql, [free, on]


def used(records: Iterable[Record], *, on: date) -> list[str]:
    """The waivers by which some of them may leave: whoever lets them out names these in his entry (detail
    "waivers"), so that a waiver knows what it was used for."""
    stuck = [r.pk for r in records if any(_stops(v) for v in r.verdicts)]
    found = Waiver.objects.filter(record_id__in=stuck, state="approved", valid_until__gte=on)
    return [str(key) for key in found.order_by("id").values_list("id", flat=True)]


def named(waivers: Sequence[str]) -> dict[str, Any]:
    """The detail of the entry under which something leaves."""
    return {"waivers": list(waivers)} if waivers else {}


def told(waivers: Sequence[str]) -> list[dict[str, str]]:
    """Waivers as whoever gets the data reads them: which rules, why, who let it go, until when."""
    found = Waiver.objects.filter(pk__in=waivers).select_related("decided_by").order_by("id")
    return [
        {
            "rules": "、".join(dict.fromkeys(w.rules)), "reason": w.reason, "valid_until": f"{w.valid_until:%Y-%m-%d}",
            "approved_by": w.decided_by.name, "approved_at": f"{w.decided_at.astimezone(clock.ZONE):%Y-%m-%d}",
        }
        for w in found if w.decided_by and w.decided_at
    ]  # fmt: skip


def may_leave(records: Iterable[Record], *, on: date) -> Verdict:
    """May all of these go out together? One function for every way out."""
    back = held_back(records, on=on)
    if not back:
        return YES
    rules = "、".join(sorted({r for some in back.values() for r in some}))
    return no(
        f"有 {len(back)} 条记录不合标准（{rules}），不得转出", code="J020",
        help="请先更正；确需转出的，申请放行，由另一人批准。",
    )  # fmt: skip


def _stops(rule_id: str) -> bool:
    rule = catalogue().rules.get(rule_id)
    return rule is None or rule.severity == "error"
