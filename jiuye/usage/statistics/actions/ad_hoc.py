"""临时统计: a written question with its SQL, allowed by another, run once by the reader's login, kept.
Art. 11."""

from uuid import UUID

from jiuye.lib.sealing import sm3
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session
from jiuye.standards.queries import catalogue
from jiuye.usage.statistics import reader, rules
from jiuye.usage.statistics.actions.turns import one_at_a_time
from jiuye.usage.statistics.models import AdHoc
from jiuye.usage.statistics.shape import Failed

DAYS = 3  # workdays to decide


def ask_ad_hoc(*, by: Session, question: str, sql: str) -> AdHoc:
    """申请. Raises `Refused` for what the reader may not see, what is no question, or costs too much."""
    with act("usage.ask_ad_hoc", by=by, why=question.strip()) as entry:
        rules.may_ask(by.city_wide, question, sql).or_refuse()
        try:
            cost = reader.cost(sql)
        except Failed as failed:
            failed.verdict.or_refuse()
            raise
        rules.may_afford(cost, reader.MOST_COST).or_refuse()
        one_at_a_time()
        one = AdHoc(
            number=f"LT{entry.at.year}-{AdHoc.objects.count() + 1:04d}", district=by.district,
            question=question.strip(), sql=sql.strip(), digest=sm3(sql.strip().encode()).hex(), cost=cost,
            due_on=workday_after(entry.at.date(), DAYS), asked_by=Staff.objects.get(pk=by.staff_id), asked_at=entry.at,
        )  # fmt: skip
        entry.put(one)
    return one


def approve_ad_hoc(key: UUID, *, by: Session) -> AdHoc:
    """审批: these words and this SQL."""
    return _decide("usage.approve_ad_hoc", key, by, "approved", None)


def refuse_ad_hoc(key: UUID, *, by: Session, note: str) -> AdHoc:
    """不批, and why."""
    return _decide("usage.refuse_ad_hoc", key, by, "refused", note)


def _decide(name: str, key: UUID, by: Session, state: str, note: str | None) -> AdHoc:
    with act(name, by=by, on=("usage.adhoc", key), why=(note or "").strip()) as entry:
        one = _lock(key)
        rules.may_decide_ad_hoc(one, by.staff_id, refused=note).or_refuse()
        assert one is not None
        one.state, one.note, one.decided_at = state, (note or "").strip(), entry.at
        one.decided_by = Staff.objects.get(pk=by.staff_id)
        entry.put(one)
    return one


def run_ad_hoc(key: UUID, *, by: Session) -> AdHoc:
    """执行, once: that it runs is on file before anything is asked, so that no answer is had twice; what fails has
    been run too, and says why. Nothing is held while it is asked."""
    threshold = int(catalogue().parameters["smallest_cell"].value)
    with act("usage.run_ad_hoc", by=by, on=("usage.adhoc", key), detail={"step": "begun"}) as entry:
        one = _lock(key)
        rules.may_run_ad_hoc(one, by.staff_id, "running").or_refuse()
        assert one is not None
        one.state, one.run_at = "running", entry.at
        entry.put(one)
    told: dict[str, object]
    try:
        columns, result, hidden = reader.answer(one.sql, threshold)
        told = {"state": "done", "columns": columns, "result": result, "hidden": hidden}
    except Failed as failed:
        told = {"state": "failed", "note": f"{failed.verdict.reason}（{failed.verdict.code}）"}
    with act("usage.run_ad_hoc", by=by, on=("usage.adhoc", key), detail={"step": told["state"]}) as entry:
        one = _lock(key)
        rules.may_run_ad_hoc(one, by.staff_id, str(told["state"])).or_refuse()
        assert one is not None
        for name, value in told.items():
            setattr(one, name, value)
        entry.put(one)
    return one


def _lock(key: UUID) -> AdHoc | None:
    """The question, kept from others until the act ends."""
    return AdHoc.objects.select_for_update().filter(pk=key).first()
