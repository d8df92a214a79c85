"""批量查询: a list of numbers, looked up once, when another has approved it. Art. 10(3)."""

import json
from datetime import timedelta
from uuid import UUID

from jiuye.jobs import actions as jobs
from jiuye.jobs.models import Job
from jiuye.lib import clock, vault
from jiuye.lib.keys import uuid7
from jiuye.lib.progress import Tell, each, silent
from jiuye.lib.verdict import Refused, first_no
from jiuye.lib.workdays import workday_after
from jiuye.parties.act import act, write_refusal
from jiuye.parties.founding import MACHINE
from jiuye.parties.queries import hands_of
from jiuye.parties.sessions import Session, standing_session
from jiuye.records import queries as records
from jiuye.records.hits import Hit, hit
from jiuye.records.models import Record
from jiuye.records.numbers import next_number
from jiuye.records.purposes import on_file, stated
from jiuye.usage.enquiries import alerts, queries, rules
from jiuye.usage.enquiries.models import BatchLookUp

KIND = "usage.look_up_batch"
BATCH = BatchLookUp._meta.label_lower


def ask_batch(text: str, *, by: Session, why: str) -> BatchLookUp:
    """申请批量查询: one number a line; they lie sealed until they were looked up. Raises `Refused` for none, too many,
    a line that is no number, and without a case or a purpose."""
    numbers = list(dict.fromkeys(line.strip() for line in text.replace("\0", "").splitlines() if line.strip()))
    key = uuid7()
    with act("usage.ask_batch", by=by, on=(BATCH, key), why=on_file(why)) as entry:
        first_no(stated(why), rules.may_ask_batch(numbers, queries.batch_limit(by))).or_refuse()
        made = BatchLookUp(
            id=key, number=next_number("CX", entry.at), district=by.district, why=why.strip(), rows=len(numbers),
            sealed=vault.wrap(_purpose(key), json.dumps(numbers).encode()), due_on=workday_after(entry.at.date(), 1),
            asked_by_id=by.staff_id, asked_at=entry.at,
        )  # fmt: skip
        entry.put(made)
    return made


def approve_batch(batch: BatchLookUp, *, by: Session, note: str = "") -> None:
    """批准批量查询: by another person. Raises `Refused`."""
    _decide("usage.approve_batch", "approved", batch, by, note)


def refuse_batch(batch: BatchLookUp, *, by: Session, note: str) -> None:
    """不予批量查询, with the reason; the numbers are wiped."""
    _decide("usage.refuse_batch", "refused", batch, by, note)


def _decide(name: str, state: str, batch: BatchLookUp, by: Session, note: str) -> None:
    with act(name, by=by, on=batch, why=note.strip()[:200]) as entry:
        held = queries.locked(batch.pk)
        rules.may_decide_batch(held, state, hands_of(by), note).or_refuse()
        assert held is not None
        held.state, held.note = state, note.strip()
        held.decided_by_id, held.decided_at = by.staff_id, entry.at
        held.sealed = held.sealed if state == "approved" else None
        entry.put(held)


def start(batch: BatchLookUp, *, by: Session) -> Job:
    """Queue it, by whoever asked. Raises `Refused`."""
    verdict = rules.may_look_up_batch(queries.batch(batch.pk, by), by.staff_id)
    if not verdict:
        write_refusal(by, (KIND, BATCH, batch.pk, "", ""), verdict)
        raise Refused(verdict)
    return jobs.start(KIND, by=by, subject=batch.pk, title=f"批量查询 {batch.number}")


def look_up_batch(key: UUID, *, by: Session, tell: Tell = silent) -> BatchLookUp:
    """批量查询: every number of the list, by number only, once. The entry has whom it found among its subjects.

    Raises `Refused` where it is not approved, not his, or done already."""
    held = queries.batch(key, by)
    told = {"query": {"approval_no": held.number}} if held else {}
    with act(KIND, by=by, on=(BATCH, key), why=held.why if held else "", detail=told) as entry:
        held = queries.locked(key)
        rules.may_look_up_batch(held, by.staff_id).or_refuse()
        assert held is not None
        assert held.sealed is not None
        numbers = json.loads(vault.unwrap(_purpose(key), bytes(held.sealed)))
        found: dict[int, list[Record]] = {}
        for n, number in enumerate(each(numbers, "查询", "个", tell)):
            found[n] = records.look_up(number, by=by).records
        entry.saw(r.pk for some in found.values() for r in some)
        held.found = [[n, records.dataset_of(r), str(r.pk)] for n, some in found.items() for r in some]
        held.state, held.sealed, held.done_at = "done", None, entry.at
        entry.put(held)
    alerts.raise_alerts(by=standing_session(MACHINE), staff=by.staff_id)
    return held


def view_batch(batch: BatchLookUp, *, by: Session) -> list[tuple[int, Hit]]:
    """查看批量结果: (place in the list, record), covered, to whoever asked, for a week. Each view is on file."""
    told = {"query": {"approval_no": batch.number}}
    with act("usage.view_batch", by=by, on=batch, why=batch.number, detail=told) as entry:
        held = queries.locked(batch.pk)
        rules.may_view_batch(held, by.staff_id, clock.now() - timedelta(days=rules.VIEWED)).or_refuse()
        assert held is not None
        rows = [(n, r) for n, dataset, key in held.found if (r := records.find(dataset, UUID(key)))]
        entry.saw(r.pk for _, r in rows)
        return [(n, hit(r)) for n, r in rows]


def _purpose(key: UUID) -> str:
    return f"batch look-up {key}"
