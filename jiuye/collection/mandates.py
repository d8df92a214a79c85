"""受托办理: acting under another's mandate, and telling him each time. Art. 6(3), 10(2)."""

from typing import Any
from uuid import UUID

from django.db import DatabaseError

from jiuye.collection.models import Submission
from jiuye.lib import clock, sms
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused, no
from jiuye.parties import founding, own_account
from jiuye.parties.act import act, database_verdict, write_refusal
from jiuye.parties.models import Mandate
from jiuye.parties.sessions import Session, open_mandate_session, scope, standing_session
from jiuye.records.own import OwnEmployer, OwnFile, by_indexes, employer_numbered
from jiuye.standards.catalogue import DATASETS

NOT_HIS = no("没有这份委托，或者已撤销、已到期", code="P037", help="请让委托人在“委托”里重新委托。")
_UNTOLD = no("委托人的手机现在收不到通知，不能开始代办", code="P038", help="请稍后再试，或到窗口办理。")

_NOT_TOLD = no("受托人交了件，委托人的手机没有收到通知", code="P041")


def given_to(by: Session) -> list[Mandate]:
    """Mandates in force this person may act under. Call in his scope."""
    today = clock.today()
    mine = Mandate.objects.filter(agent_index=by.own_index, revoked_at=None, valid_from__lte=today, valid_to__gte=today)
    return list(mine.select_related("grantor").order_by("-id"))


def granted_by(by: Session) -> list[Mandate]:
    """Mandates this person gave, or the employer he acts for, the newest first. Call in his scope."""
    whose = {"employer_id": by.own_employer} if by.own_employer else {"grantor_id": by.staff_id}
    return list(Mandate.objects.filter(**whose).select_related("grantor").order_by("-id")[:50])


def registered() -> list[Mandate]:
    """Mandates registered at the windows of the district, the newest first. Call in a clerk's scope."""
    found = Mandate.objects.exclude(registered_by=None).select_related("grantor", "registered_by")
    return list(found.order_by("-id")[:50])


def registered_one(key: UUID) -> Mandate | None:
    """One of them. Call in a clerk's scope."""
    found = Mandate.objects.exclude(registered_by=None).select_related("grantor", "registered_by__agency")
    return found.filter(pk=key).first()


def shown(m: Mandate) -> dict[str, Any]:
    """A mandate for a page: what it is for, how it stands."""
    state = "已撤销" if m.revoked_at else "已到期" if m.valid_to < clock.today() else "有效"
    what = "、".join(DATASETS[d] for d in m.datasets if d in DATASETS)
    return {"m": m, "what": what, "state": state, "open": state == "有效", "whose": m.employer_name or m.grantor.name}


def of(by: Session) -> Mandate | None:
    """The mandate a session acts under. Call in its scope."""
    return Mandate.objects.filter(pk=by.mandate_id).first() if by.mandate_id else None


def use_mandate(mandate: Mandate, *, by: Session) -> Session:
    """受托办理: from his own session `by` the agent begins to act for the grantor, who is told first. Raises
    `Refused`, on file, for a mandate that is not his or not in force, and when the grantor cannot be told."""
    with scope(by):
        held = next((m for m in given_to(by) if m.pk == mandate.pk), None)
        me, agency = by.staff, mandate.grantor.agency
    if held is None:
        raise _on_file(by, mandate)
    assert by.own_index
    machine = standing_session(founding.MACHINE)
    own_account.open_account(
        by.own_index, me.name, agency, by=machine, employer_id=held.employer_id,
        principal_index=bytes(held.grantor_index), short_index=by.own_short,
    )  # fmt: skip
    if not (_at_the_window(held) or tell_grantor(held, f"{held.agent_name}正按您的委托登录代您办事")):
        write_refusal(by, ("collection.use_mandate", "parties.mandate", held.pk, "", ""), _UNTOLD)
        raise Refused(_UNTOLD)
    try:
        session = open_mandate_session(by, held.pk)
    except DatabaseError as error:  # revoked meanwhile
        if database_verdict(error) is None:
            raise
        raise _on_file(by, mandate) from error
    with act("collection.use_mandate", by=session, on=held):
        return session


def handed_in(submission: Submission, *, by: Session) -> None:
    """The grantor is told what was handed in for him; that he could not be told is on file."""
    with scope(by):
        held = of(by)
    what = f"替您交了{submission.dataset_label}，编号 {submission.number}"
    if held and not (_at_the_window(held) or tell_grantor(held, f"{held.agent_name}{what}")):
        write_refusal(by, ("collection.tell_grantor", "collection.submission", submission.pk, "", ""), _NOT_TOLD)


def _at_the_window(mandate: Mandate) -> bool:
    """It was given at a window where no phone was on file, and none is to this day: what is done he asks there."""
    if mandate.registered_by_id is None:
        return False
    with scope(standing_session(founding.MACHINE)):
        return _reached(mandate) is None


def _reached(mandate: Mandate) -> OwnFile | OwnEmployer | None:
    """Whose phone is texted to: the grantor's, of an employer its legal representative's; None where none is on file.
    Call in a scope that sees the city."""
    if not mandate.employer_id:
        found = (mandate.grantor_index, mandate.grantor.short_index)
        return by_indexes(bytes(i) for i in found if i is not None)
    its = employer_numbered(mandate.employer_id)
    return its if its and its.has_phone else None


def tell_grantor(mandate: Mandate, what: str) -> bool:
    """告知委托人 by a text message to the phone on his file: was it taken?"""
    machine = standing_session(founding.MACHINE)
    with scope(machine):
        file = _reached(mandate)
    if file is None:
        return False
    on, item = (file.person, "mobile_phone") if isinstance(file, OwnFile) else (file.employer, "legal_rep_phone")
    with act("collection.tell_grantor", by=machine, on=on, why=str(mandate.pk), items=[item]):
        pass
    text = f"【威海就业】{what}。如不是您的意思，请登录后在“委托”里撤销，或打 12333。"
    try:
        sms.send(str(uuid7()), file.phone, text)
    except sms.NotSent:
        return False
    return True


def _on_file(by: Session, mandate: Mandate) -> Refused:
    write_refusal(by, ("collection.use_mandate", "parties.mandate", mandate.pk, "", ""), NOT_HIS)
    return Refused(NOT_HIS)
