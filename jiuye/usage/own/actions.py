"""What a person does about his own data, each under an act of its own. Art. 10(1)."""

from jiuye.collection import counter
from jiuye.ledger.own_book import drawn
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act, write_refusal
from jiuye.parties.sessions import Session, scope
from jiuye.records.models import Record
from jiuye.records.numbers import next_number
from jiuye.records.own import OwnFile, own_file
from jiuye.usage.own.extract import digest, keep, rows
from jiuye.usage.own.models import Paper
from jiuye.usage.own.papers import PREFIX
from jiuye.usage.own.rules import NOTHING_SEALED
from jiuye.usage.own.shown import Part, page, parts


def show_own(*, by: Session, dataset: str = "", number: int = 1) -> list[Part]:
    """本人查询: his own file, or that of the employer he acts for; or of one dataset the page of this number. Raises
    `Refused`, on file, when there is none."""
    record, _ = _file_of(by, "usage.show_own")
    with act("usage.show_own", by=by, on=record, why="本人查询"):
        return page(by.post, dataset, number)


def print_extract(*, by: Session) -> tuple[Paper, list[Part]]:
    """打印: the whole of what he is shown, on a numbered paper that anyone may check. Raises `Refused`, on file,
    without a file."""
    record, bearer = _file_of(by, "usage.print_extract")
    with act("usage.print_extract", by=by, on=record, why="本人打印") as entry:
        told = parts(by.post)
        made = Paper(
            number=next_number(PREFIX["extract"], entry.at), kind="extract", district=by.district,
            holder_id=by.staff_id, record_id=record.pk, bearer=bearer, made_by_id=by.staff_id, made_at=entry.at,
            digest=digest(told), count=rows(told),
        )  # fmt: skip
        made.told = keep(made.pk, told)
        entry.put(made)
    return made, told


def _file_of(by: Session, name: str) -> tuple[Record, str]:
    """The record an act of his own is about, and who he is, covered."""
    with scope(by):
        mine = own_file(by)
    if mine is None:
        write_refusal(by, (name, "", None, "", ""), counter.NO_FILE)
        raise Refused(counter.NO_FILE)
    return (mine.person if isinstance(mine, OwnFile) else mine.employer), mine.line


def keep_stub(*, by: Session) -> Paper:
    """留存根: the last link of his chain, on paper; the same again while nobody has looked since. Raises `Refused`
    while nothing is sealed yet."""
    record, bearer = _file_of(by, "usage.keep_stub")
    with act("usage.keep_stub", by=by, on=record) as entry:
        chain = drawn()
        NOTHING_SEALED.or_refuse() if not chain.links else None
        last = chain.links[0]
        held = Paper.objects.filter(kind="seen", holder_id=by.staff_id, digest=last.link).first()
        if held is not None:
            return held
        made = Paper(
            number=next_number(PREFIX["seen"], entry.at), kind="seen", district=by.district, holder_id=by.staff_id,
            record_id=record.pk, bearer=bearer, made_by_id=by.staff_id, made_at=entry.at, digest=last.link,
            count=last.count, position=last.seen.position, subjects=chain.subjects, acts=chain.acts,
        )  # fmt: skip
        entry.put(made)
    return made
