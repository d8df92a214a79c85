"""批量查询: asked for, decided by another, looked up once over the queue, shown covered. Art. 10(3)."""


import psycopg
import pytest

from jiuye.front.worklist import waiting_for
from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.sessions import scope
from jiuye.records import actions as records
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from jiuye.usage.enquiries import batches, queries
from jiuye.usage.enquiries.models import BatchLookUp
from tests.book import SessionOf, asked, entries, refused
from tests.jobs.steps import drained
from tests.maintenance.steps import admitted
from tests.quality.small_town import signed_in
from tests.usage.enquiries.steps import PURPOSE

pytestmark = pytest.mark.article("10(3)")
NOBODY = "371098199001019990"


def ask(session: SessionOf, *numbers: str, by: str = "clerk2") -> BatchLookUp:
    return batches.ask_batch("\n".join(numbers or (NOBODY,)), by=session(by), why=PURPOSE)


def now(batch: BatchLookUp, session: SessionOf) -> BatchLookUp:
    with scope(session("manager")):
        return BatchLookUp.objects.get(pk=batch.pk)


def test_from_asking_to_the_covered_result(house: Instance, session: SessionOf) -> None:
    who: Person = admitted(session)
    number = records.unmask(who, "id_number", by=session("clerk2"), why=PURPOSE)
    clerk, approver = signed_in("clerk2"), signed_in("usage2")
    typed = {"numbers": f"{number}\n\n{NOBODY}\n{number}", "purpose": "review", "case": "核对名单"}
    path = clerk.post("/usage/batches/ask", typed).headers["Location"]
    assert number not in asked(house, "select string_agg(to_jsonb(b)::text, '') from jiuye.usage_batchlookup b")
    assert [w.url for w in waiting_for(session("usage2")) if w.step == "批准批量查询"] == [path]
    assert "批准" in approver.get(path).content.decode()
    assert clerk.post(f"{path}/run").status_code == 422, "not before it is approved"
    assert approver.post(f"{path}/approve").status_code == 302
    assert [w.url for w in waiting_for(session("clerk2")) if w.step == "批量查询"] == [path]
    assert clerk.post(f"{path}/run").status_code == 302
    drained()
    entry = entries(house, "usage.look_up_batch", "done")[-1]
    shown = "select array_agg(u.id) from ledger.subject s, unnest(s.ids) u(id) where entry_id = %s and tbl = '@seen'"
    assert asked(house, shown, entry.id) == [who.pk]
    assert entry.why == "核对审核：核对名单"
    page = clerk.post(f"{path}/result").content.decode()
    assert (number in page, number[:4] + "*" in page, "第 2 个" in page) == (False, True, True)
    viewed = entries(house, "usage.view_batch", "done")[-1]
    assert asked(house, shown, viewed.id) == [who.pk]
    assert clerk.post(f"{path}/run").status_code == 422, "once"
    assert signed_in("reviewer2").get(path).status_code == 404
    assert [p.get("/usage/batches").status_code for p in (clerk, approver)] == [200, 200]


@pytest.mark.parametrize(
    ("code", "by", "numbers", "why"),
    [
        ("U121", "clerk2", "\n \n", PURPOSE), ("U122", "clerk2", "\n".join(f"GR{n:012d}" for n in range(201)), PURPOSE),
        ("U123", "clerk2", f"{NOBODY}\n丛晓", PURPOSE), ("U123", "clerk2", "abcdef", PURPOSE),
        ("J007", "clerk2", NOBODY, "看看"), ("JY403", "approver2", NOBODY, PURPOSE),
        ("JY403", "usage2", NOBODY, PURPOSE),
    ],
)  # fmt: skip
def test_what_is_not_taken(house: Instance, session: SessionOf, code: str, by: str, numbers: str, why: str) -> None:
    with refused(house, code, "usage.ask_batch"):
        batches.ask_batch(numbers, by=session(by), why=why)


def test_another_decides_once(house: Instance, session: SessionOf) -> None:
    batch = ask(session)
    for by in ("clerk2", "reviewer2", "manager"):
        with refused(house, "JY403", "usage.approve_batch"):
            batches.approve_batch(batch, by=session(by))
    with refused(house, "U126", "usage.refuse_batch"):
        batches.refuse_batch(batch, by=session("usage2"), note="")
    batches.refuse_batch(batch, by=session("usage2"), note="没有必要，逐个查")
    assert (now(batch, session).state, now(batch, session).sealed) == ("refused", None)
    with refused(house, "U124", "usage.approve_batch"):
        batches.approve_batch(batch, by=session("usage"))
    with refused(house, "U124", "usage.look_up_batch"):
        batches.look_up_batch(batch.pk, by=session("clerk2"))


def test_nobody_else_looks_it_up_or_sees_it(house: Instance, session: SessionOf) -> None:
    batch = ask(session)
    batches.approve_batch(batch, by=session("usage2"))
    for by in ("reviewer2", "outsider", "manager"):
        with refused(house, "U120", "usage.look_up_batch"):
            batches.look_up_batch(batch.pk, by=session(by))
    batches.look_up_batch(batch.pk, by=session("clerk2"))
    with refused(house, "U120", "usage.view_batch"):
        batches.view_batch(batch, by=session("reviewer2"))


@pytest.mark.parametrize(
    "forged",
    [
        {"state": "approved", "decided_by_id": "usage2", "decided_at": "now"},
        {"asked_by_id": "reviewer2"}, {"found": [[0, "person", NOBODY]]}, {"note": "同意"}, {"district": "371003"},
    ],
)  # fmt: skip
def test_asking_says_nothing_but_what_is_asked(
    house: Instance, session: SessionOf, forged: dict[str, object]
) -> None:
    """A clerk's own act, with a row of his own making."""
    by, at = session("clerk2"), clock.now()
    told = {k: session(str(v)).staff_id if k.endswith("by_id") else at if v == "now" else v for k, v in forged.items()}
    row = BatchLookUp(**{
        "number": f"CX-{at:%H%M%S%f}", "district": by.district, "why": PURPOSE, "rows": 1, "sealed": b"x",
        "due_on": at.date(), "asked_by_id": by.staff_id, "asked_at": at,
    } | told)  # fmt: skip
    on = (batches.BATCH, row.id)
    with refused(house, "JY403", "usage.ask_batch"), act("usage.ask_batch", by=by, on=on, why=PURPOSE) as entry:
        entry.put(row)


@pytest.mark.parametrize(
    "change", [{"why": "其他：另一件事"}, {"rows": 200}, {"sealed": b"x"}, {"decided_by_id": "usage"}]
)
def test_whoever_approves_changes_nothing_of_it(
    house: Instance, session: SessionOf, change: dict[str, object]
) -> None:
    batch, by, other = ask(session), session("usage2"), session("usage").staff_id
    with refused(house, "JY403", "usage.approve_batch"), act("usage.approve_batch", by=by, on=batch, why="") as entry:
        held = queries.locked(batch.pk)
        assert held
        held.state, held.decided_by_id, held.decided_at = "approved", by.staff_id, entry.at
        for name, value in change.items():
            setattr(held, name, other if name == "decided_by_id" else value)
        entry.put(held)


def test_the_database_knows_that_nobody_approves_his_own(house: Instance, session: SessionOf) -> None:
    batch = ask(session)
    sql = "update jiuye.usage_batchlookup set state = 'approved', decided_by_id = asked_by_id, decided_at = now()"
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("alter table jiuye.usage_batchlookup disable trigger all")
        with pytest.raises(psycopg.errors.CheckViolation):
            db.execute(f"{sql} where id = %s".encode(), [batch.pk])
