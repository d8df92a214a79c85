"""委托: given and taken back by the grantor himself, on his phone. Art. 10(2)."""

from collections.abc import Sequence
from datetime import date, timedelta

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.parties.act import act
from jiuye.parties.models import Mandate
from jiuye.parties.sessions import Session

LONGEST = timedelta(days=366)


def may_grant_mandate(by: Session, agent_index: bytes, datasets: Sequence[str], until: date, on: date) -> Verdict:
    """To another, for something, from today until a day within a year."""
    return first_no(
        no("不用委托自己", code="P030") if agent_index == by.own_index else YES,
        YES if datasets else no("请勾选委托办理哪些业务", code="P031"),
        no("委托的最后一天已经过了", code="P032", help="请写今天或以后的日期。") if until < on else YES,
        no("委托最长一年", code="P033", help="到期后可以再委托。") if until > on + LONGEST else YES,
    )


def grant_mandate(
    agent_index: bytes, agent_name: str, datasets: Sequence[str], *, by: Session, single: bool, until: date
) -> Mandate:
    """委托: another may declare these for the grantor, once or until a day. Raises `Refused`."""
    with act("parties.grant_mandate", by=by) as entry:
        today = entry.at.date()
        may_grant_mandate(by, agent_index, datasets, until, today).or_refuse()
        made = Mandate(
            grantor_id=by.staff_id, grantor_index=by.own_index, agent_index=agent_index, agent_name=agent_name,
            datasets=list(datasets), single=single, valid_from=today, valid_to=until, granted_at=entry.at,
        )  # fmt: skip
        entry.put(made)
    return made


def revoke_mandate(mandate: Mandate, *, by: Session) -> None:
    """撤销委托: from the next statement on nothing is done under it. Raises `Refused` for another's, or a second
    time."""
    with act("parties.revoke_mandate", by=by, on=mandate) as entry:
        held = Mandate.objects.select_for_update().filter(pk=mandate.pk, grantor_id=by.staff_id).first()
        no("没有这份委托，或者不是您的", code="P034").or_refuse() if held is None else None
        assert held is not None
        (no("这份委托已经撤销过了", code="P035") if held.revoked_at else YES).or_refuse()
        held.revoked_at = entry.at
        entry.put(held)
