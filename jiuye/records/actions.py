"""What a room may do to the records inside its own act: admit, amend, retire. All want `under=`.

Acts do not nest; these are the steps of an act, and the guard holds each to the rows the act covers.
"""

import json
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from jiuye.lib.verdict import YES, Refused, first_no, no
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.records import rules
from jiuye.records.amending import Difference
from jiuye.records.handling.beginning import begin, restate
from jiuye.records.history import dataset_of
from jiuye.records.keys import sealer
from jiuye.records.models import MODELS, Record
from jiuye.records.purposes import on_file, stated
from jiuye.records.relations import names
from jiuye.records.seal import open_item
from jiuye.records.staged import Staged
from jiuye.records.timeliness import entered_late
from jiuye.standards.queries import catalogue


def admit(
    dataset: str, staged: Staged, *, under: Entry, stamp: dict[str, Any], collected_by: UUID | None = None
) -> int:
    """Store staged rows as records (Art. 7, 8). `stamp` sets columns by the way (who reviewed, when); whether a
    matter was entered in time is settled here, and its procedure begins; `collected_by`: who handed it in."""
    model = MODELS[dataset]
    columns = [n for n in names(dataset) if n not in ("entry_id", "verdicts")]
    set_here = {c: v for c, v in stamp.items() if c in columns}
    made = {"entered_late": entered_late(dataset, "s").replace("%", "%%")}
    chosen = ", ".join("%s" if c in set_here else made.get(c, f"s.{c}") for c in columns)
    values = [set_here[c] for c in columns if c in set_here]
    source = f"from work.stage_{dataset} s where {Staged.WHERE} order by s.row_no"
    under.cover_selected(model._meta.db_table, f"select s.id {source}", staged.bounds)
    with connection.cursor() as c:
        c.execute(
            f"insert into {model._meta.db_table} ({', '.join(columns)}, entry_id, verdicts)"
            f" select {chosen}, %s, jsonb_path_query_array(s.faults, '$[*].rule_id') {source}",
            [*values, under.id, *staged.bounds],
        )
        admitted = int(c.rowcount)
    begin(dataset, staged, under=under, collected_by=collected_by)
    return admitted


def retire(dataset: str, ids: Sequence[UUID], *, under: Entry) -> int:
    """Take rows out of use; they stay on file for their term (Art. 20(3))."""
    table = MODELS[dataset]._meta.db_table
    under.cover(table, ids)
    with connection.cursor() as c:
        c.execute(f"update {table} set retired = true, entry_id = %s where id = any(%s)", [under.id, list(ids)])
        return int(c.rowcount)


def amend(changes: Sequence[Difference], *, under: Entry) -> None:
    """Write changes of one dataset exactly as they were drawn, at once: the order's act, its day and its doer beside
    them (Art. 9(2), 9(3)).

    Raises `Refused` when a record has moved on since (another entry wrote it, or it is out of reach), and where
    new values are another record's by the uniqueness the database keeps. History is written by the triggers."""
    table = MODELS[changes[0].dataset]._meta.db_table
    beside = {
        "entry_id": str(under.id), "standard_version": catalogue().version, "updated_at": under.at.isoformat(),
        "updated_by": cast(Session, under.by).staff.staff_no,
    }  # fmt: skip
    written = [{**c.after, **beside, "verdicts": list(c.verdicts)} for c in changes]
    columns = set().union(*written)
    told = ", ".join(c for c in names(changes[0].dataset) if c in columns)
    rows = [{"id": str(c.record_id), "base": str(c.base), "to": w} for c, w in zip(changes, written, strict=True)]
    under.cover(table, [c.record_id for c in changes])
    try:
        with transaction.atomic(), connection.cursor() as c:
            c.execute(
                f"update {table} t set ({told}) = (select {told} from jsonb_populate_record(t, x.to_))"
                " from (select (j ->> 'id')::uuid as id, (j ->> 'base')::uuid as base, j -> 'to' as to_"
                " from jsonb_array_elements(%s::jsonb) j) x where t.id = x.id and t.entry_id = x.base",
                [json.dumps(rows, ensure_ascii=False)],
            )
            moved = c.rowcount != len(changes)
    except IntegrityError as error:
        raise Refused(rules.TAKEN) from error
    if moved:
        raise Refused(rules.MOVED_ON)
    if under.act.startswith("maintenance."):
        for change in changes:
            restate(change.dataset, change.record_id, change.before, under=under)


def give_back(dataset: str, executed: UUID, keys: Sequence[UUID], *, under: Entry) -> None:
    """Put rows back as they were before one entry wrote them, to the letter, but for the hand that wrote them last.
    Raises `Refused` when one has been written since, or lies out of reach. The rows are covered already or here. Where
    their matters then stand, whoever means it to stay says with `restate`."""
    table = MODELS[dataset]._meta.db_table
    told = ", ".join(c for c in names(dataset) if c != "id")
    hand = {
        "entry_id": str(under.id), "updated_at": under.at.isoformat(),
        "updated_by": cast(Session, under.by).staff.staff_no,
    }  # fmt: skip
    under.cover(table, keys)
    with connection.cursor() as c:
        c.execute(
            f"update {table} t set ({told}) = (select {told} from jsonb_populate_record(t, v.old || %s::jsonb))"
            " from ledger.version_shown v where v.entry_id = %s and v.tbl = %s and v.record_id = t.id"
            " and t.entry_id = v.entry_id and t.id = any(%s)",
            [json.dumps(hand), executed, table, list(keys)],
        )
        if c.rowcount != len(keys):
            raise Refused(rules.MOVED_ON)


def open_record(record: Record, *, by: Session, why: str) -> None:
    """查看档案: seeing is an act; the entry says who looked, for which case. Art. 10(3)."""
    with act("records.open", by=by, on=record, why=on_file(why)):
        _may_open(record, why)


def unmask(record: Record, item: str, *, by: Session, why: str) -> str:
    """显示敏感项: one sealed item in clear, once; the entry names the item and the case. Art. 10(3).

    Returns the value. Raises `Refused` without a case, of another district's record, or where the record has
    no such value."""
    dataset = dataset_of(record)
    known = catalogue().items[dataset].get(item)
    with act("records.unmask", by=by, on=record, why=on_file(why), items=[item]):
        _may_open(record, why)
        if known is None or known.protection != "sealed" or getattr(record, item) is None:
            no("这份档案没有这一项", code="J005").or_refuse()
    return open_item(dataset, record.pk, item, getattr(record, item), sealer())


def _may_open(record: Record, why: str) -> None:
    """For a case or a purpose, and within the doer's own scope, whoever found it for him: asked inside the act."""
    here = type(record)._default_manager.filter(pk=record.pk).exists()
    first_no(stated(why), YES if here else rules.NOT_HERE).or_refuse()
