"""委托: given and taken back by the grantor himself, on his phone or before a clerk at a window. Art. 10(2)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.parties.act import act
from jiuye.parties.models import Mandate, Staff
from jiuye.parties.rules import IDENTIFY, good_reason
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
    agent_index: bytes, agent_name: str, datasets: Sequence[str], *, by: Session, single: bool, until: date,
    employer_name: str = "",
) -> Mandate:  # fmt: skip
    """委托: another may declare these for the grantor, or for the employer whose legal representative he is, once or
    until a day. Raises `Refused`."""
    with act("parties.grant_mandate", by=by) as entry:
        today = entry.at.date()
        may_grant_mandate(by, agent_index, datasets, until, today).or_refuse()
        made = Mandate(
            grantor_id=by.staff_id, grantor_index=by.own_index, agent_index=agent_index, agent_name=agent_name,
            datasets=list(datasets), single=single, valid_from=today, valid_to=until, granted_at=entry.at,
            employer_id=by.own_employer or "", employer_name=employer_name,
        )  # fmt: skip
        entry.put(made)
    return made


def may_register_mandate(by: Session, mine: bytes | None, grantor_index: bytes, agent_index: bytes) -> Verdict:
    """The clerk is known by his own number, and is neither of the two."""
    return first_no(
        no("您的账号没有登记本人证件，不能登记委托", code="P042", help=IDENTIFY) if mine is None else YES,
        no("经办人不能是受托人", code="P043", help="请换一位经办人登记。") if mine == agent_index else YES,
        no("不能给自己登记委托", code="P044", help="请换一位经办人登记。") if mine == grantor_index else YES,
        no("不用委托自己", code="P030") if grantor_index == agent_index else YES,
    )


def register_mandate(
    grantor: Staff, agent_index: bytes, agent_name: str, datasets: Sequence[str], *, by: Session, single: bool,
    until: date, why: str, employer_name: str = "",
) -> Mandate:  # fmt: skip
    """登记委托 at a window, for somebody without a phone, or for an employer by its legal representative, who stands
    there with the agent: `why` names the paper he signed. Raises `Refused`."""
    with act("parties.register_mandate", by=by, on=grantor, why=why.strip()) as entry:
        today, clerk = entry.at.date(), by.staff
        mine = None if clerk.identity_index is None else bytes(clerk.identity_index)
        assert grantor.subject_index is not None
        first_no(
            may_register_mandate(by, mine, bytes(grantor.subject_index), agent_index),
            may_grant_mandate(by, agent_index, datasets, until, today),
            good_reason(why),
        ).or_refuse()
        made = Mandate(
            grantor=grantor, grantor_index=bytes(grantor.subject_index), agent_index=agent_index,
            agent_name=agent_name, datasets=list(datasets), single=single, valid_from=today, valid_to=until,
            granted_at=entry.at, registered_by=clerk, registered_index=mine, registered_in=by.district,
            employer_id=grantor.employer_id, employer_name=employer_name,
        )  # fmt: skip
        entry.put(made)
    return made


def revoke_mandate(mandate: Mandate, *, by: Session) -> None:
    """撤销委托: from the next statement on nothing is done under it; by its grantor, or at a window of the district
    that registered it; an employer's by whoever acts for it. Raises `Refused` for another's, or a second time."""
    with act("parties.revoke_mandate", by=by, on=mandate) as entry:
        held = Mandate.objects.select_for_update(of=("self",)).filter(_whose(by), pk=mandate.pk).first()
        no("没有这份委托，或者不是您的", code="P034").or_refuse() if held is None else None
        assert held is not None
        (no("这份委托已经撤销过了", code="P035") if held.revoked_at else YES).or_refuse()
        held.revoked_at = entry.at
        entry.put(held)


def _whose(by: Session) -> Q:
    if by.own_employer:
        return Q(employer_id=by.own_employer)
    return Q(grantor_id=by.staff_id) if by.own_index else Q(registered_by__isnull=False)
