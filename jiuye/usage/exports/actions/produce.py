"""生成导出: the machine draws what was approved, chunk by chunk, each chunk on file before it is written. Art. 10(3).

Nothing can be fetched before all is there: until the last entry the file is a nameless temporary one, and a production
that was killed leaves its entries (those people's data was read) and starts over.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import IO
from uuid import UUID

from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.progress import Progress, Tell, silent
from jiuye.lib.verdict import YES, Refused, Verdict, first_no
from jiuye.parties.act import act, write_refusal
from jiuye.parties.sessions import Session, scope
from jiuye.records.leaving import held_back, named, used
from jiuye.records.models import MODELS, Record
from jiuye.standards.queries import catalogue, holding
from jiuye.usage.exports import queries, rules, selection
from jiuye.usage.exports.actions.request import EXPORT, digest, lock
from jiuye.usage.exports.cells import cells
from jiuye.usage.exports.container import container, lay_down, password
from jiuye.usage.exports.files import Csv, Sheet, Xlsx
from jiuye.usage.exports.models import Export, Trace
from jiuye.usage.exports.reading import Chunk, Row, chunks
from jiuye.usage.exports.tracing import Digests

ACT = "usage.produce_export"


@holding()
def produce_export(export: Export, *, by: Session, tell: Tell = silent) -> Export:
    """生成. Raises `Refused` for an approval that has lapsed, a standard that has changed, and whose requester
    or approver is no longer in his post, a statement that is not what was asked for, and more rows than approved."""
    attempt = uuid7()
    with scope(by):
        found = Export.objects.select_related("requested_by__agency").filter(pk=export.pk).first()
        verdict = _may(found)
        if found and verdict:
            verdict = rules.as_approved(found, selection.count(found.dataset, found.query, clock.today())[0])
    if found is None or not verdict:
        write_refusal(by, (ACT, EXPORT, export.pk, "", ""), verdict)
        raise Refused(verdict)
    rows = held = 0
    with container(password(export.pk, attempt)) as (made, file):
        with made.open(f"{found.number}.{found.format.partition('-')[0]}", "w", force_zip64=True) as out:
            sheet = _sheet(found, out)
            for gone, kept in _parts(found, attempt, sheet, by):
                rows, held = rows + gone, held + kept
                tell(Progress("写入文件", rows))
            sheet.close()
        made.writestr("使用限制.txt", f"\ufeff{queries.watermark(found)}\r\n".encode())
        made.close()
        told = lay_down(file)
    tell(Progress("登记", rows, rows, final=True))
    return _made(found, attempt, (rows, held), told, by)


def _may(found: Export | None) -> Verdict:
    if found is None:
        return rules.NOT_HERE
    whole = YES if found.digest == digest(found) else rules.SEEN_ELSE
    with_us = queries.hands_in_force(found)
    may = rules.may_produce(found, clock.today(), catalogue().version)
    return first_no(may, whole, selection.as_asked(found), with_us)


def _sheet(export: Export, out: IO[bytes]) -> Sheet:
    known, mark = catalogue().items[export.dataset], queries.watermark(export)
    header = [known[n].label for n in export.items]
    if export.format == "xlsx":
        return Xlsx(out, header, mark)
    return Csv(out, "gb18030" if export.format.endswith("gb18030") else "utf-8", header, mark)


def _parts(export: Export, attempt: UUID, sheet: Sheet, by: Session) -> Iterator[tuple[int, int]]:
    """(rows written, rows held back) of each chunk, once it is on file and written."""
    making = cells(export.dataset, export.items, export.unmasked, catalogue())
    digests = Digests()
    for part, chunk in enumerate(chunks(export, catalogue(), by.token)):
        with scope(by):
            waivers = used(_records(export.dataset, chunk.rows), on=clock.today())
        query = {"approval_no": export.number, "export_flag": "1"}
        detail = {"part": part, "attempt": str(attempt), "query": query, **named(waivers)}
        with act(ACT, by=by, on=export, why=queries.told(export), items=export.items, detail=detail) as entry:
            back = held_back(_records(export.dataset, chunk.rows), on=entry.at.date())
            gone = [row for row in chunk.rows if row["id"] not in back]
            entry.saw(_about(gone, chunk))
            texts = [[make(row["id"], row[n]) for n, make in making] for row in gone]
            if texts:
                kept = b"".join(map(digests.row, texts))
                entry.put(
                    Trace(export=export, attempt=attempt, part=part, district=export.district, rows=len(texts),
                          cells=kept)
                )  # fmt: skip
        for told in texts:
            sheet.row(told)
        yield len(texts), len(back)


def _records(dataset: str, rows: Sequence[Row]) -> list[Record]:
    """As much of the rows as the guard of what leaves asks for: those that broke a rule; of the archive all."""
    asked = [row for row in rows if row["verdicts"] or dataset == "e_archive"]
    return [MODELS[dataset](id=row["id"], verdicts=row["verdicts"]) for row in asked]


def _about(rows: Sequence[Row], chunk: Chunk) -> Iterator[UUID]:
    """Everybody the rows are about: themselves, and whom they speak of by number."""
    yield from (row["id"] for row in rows)
    for number, keys_of in chunk.named.items():
        yield from (key for row in rows for key in keys_of.get(row[number], ()))


def _made(
    export: Export, attempt: UUID, counts: tuple[int, int], told: tuple[list[str], int, str], by: Session
) -> Export:
    query = {"approval_no": export.number, "export_flag": "1", "rows_returned": counts[0]}
    detail = {"attempt": str(attempt), "rows": counts[0], "query": query}
    with act(ACT, by=by, on=export, why=export.number, detail=detail) as entry:
        held = lock(export)
        first_no(_may(held), rules.as_approved(held, sum(counts))).or_refuse()
        held.state, held.attempt, held.produced_at = "produced", attempt, entry.at
        held.rows, held.held_back = counts
        held.pieces, held.file_size, held.file_sm3 = told
        held.fetch_until = entry.at + timedelta(hours=rules.FETCH_HOURS)
        held.due_on = held.fetch_until.date()
        entry.put(held)
    return held
