"""参数拟定、生效: one person sets a value from a day on, another activates or refuses it. Art. 2(3), 9(1), 9(3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.db.models import Max, QuerySet

from jiuye.lib import clock
from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.parties.weihai import CITY
from jiuye.standards.drafting import all_sound
from jiuye.standards.in_force import catalogue
from jiuye.standards.parameters import rules
from jiuye.standards.parameters.models import ParameterValue


def set_parameter(
    name: str, value: str, effective_from: date | None, *, basis: str, reason: str, by: Session
) -> ParameterValue:
    """拟定: for the whole city by the city, for his own district by a district's administrator. Raises `Refused`
    for what is not his to set, a day that has passed, or a value some rule cannot read."""
    place, value = _place(by) or CITY[0], value.strip()
    with act("standards.set_parameter", by=by, why=reason, detail={"parameter": name}) as entry:
        facts = catalogue()
        known = facts.parameters.get(name)
        texts = {"依据": basis, "原因": reason}
        rules.may_set(known, place, value, effective_from, texts, entry.at.astimezone(clock.ZONE).date()).or_refuse()
        assert known is not None
        assert effective_from is not None  # the rule has just said so
        if _values(name, place).filter(state="set").exists():
            no(f"“{known.label}”已有一个值待审批", code="S077", help="先由另一人批准或不批准它。").or_refuse()
        with_it = facts.parameters | {name: replace(known, value=value, steps=None)}
        all_sound(replace(facts, parameters=with_it)).or_refuse()
        made = ParameterValue(
            name=name, district=place, value=value, effective_from=effective_from, basis=basis.strip(),
            reason=reason.strip(), set_by_id=by.staff_id, set_at=entry.at,
        )  # fmt: skip
        entry.put(made)
    return made


def activate_parameter(value: ParameterValue, *, by: Session) -> None:
    """生效: by another person. The value holds from its day on in every process; nothing before it is touched."""
    with _settling("standards.activate_parameter", value, "active", "", by) as entry:
        rules.may_begin(value.effective_from, entry.at.astimezone(clock.ZONE).date()).or_refuse()
        before = _values(value.name, value.district).filter(state="active")
        if before.filter(effective_from=value.effective_from).exists():
            no(f"{value.effective_from} 起已有一个批准的值", code="S078", help="请另定生效日期。").or_refuse()
        value.version = (before.aggregate(n=Max("version"))["n"] or 0) + 1


def refuse_parameter(value: ParameterValue, answer: str, *, by: Session) -> None:
    """不批准, with the reason."""
    with _settling("standards.refuse_parameter", value, "refused", answer, by):
        if not 2 <= len(answer.strip()) <= 200:
            no("请写明不批准的原因，2 到 200 个字", code="S071").or_refuse()


@contextmanager
def _settling(name: str, value: ParameterValue, to: str, answer: str, by: Session) -> Iterator[Entry]:
    with act(name, by=by, on=value, why=answer) as entry:
        rules.his_to_settle(value, _place(by)).or_refuse()  # another district's row cannot even be locked
        value.refresh_from_db(from_queryset=ParameterValue.objects.select_for_update())
        rules.may_settle(value, to, by.staff_id).or_refuse()
        yield entry
        value.state, value.answer = to, answer.strip()
        value.settled_by_id, value.settled_at = by.staff_id, entry.at
        entry.put(value)


def _place(by: Session) -> str | None:
    """The district whose values are his; None for the city's people."""
    return None if by.city_wide else by.district


def _values(name: str, place: str) -> "QuerySet[ParameterValue]":
    return ParameterValue.objects.filter(name=name, district=place)
