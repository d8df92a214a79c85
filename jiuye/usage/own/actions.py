"""What a person does about his own data, each under an act of its own. Art. 10(1)."""

from jiuye.collection import counter
from jiuye.lib.verdict import Refused
from jiuye.parties.act import act, write_refusal
from jiuye.parties.sessions import Session, scope
from jiuye.records.models import Record
from jiuye.records.own import OwnFile, own_file
from jiuye.usage.own.shown import Part, parts


def show_own(*, by: Session) -> list[Part]:
    """本人查询: his own file, or that of the employer he acts for. Raises `Refused`, on file, when there is none."""
    with act("usage.show_own", by=by, on=_file_of(by, "usage.show_own"), why="本人查询"):
        return parts(by.post)


def _file_of(by: Session, name: str) -> Record:
    with scope(by):
        mine = own_file(by)
    if mine is None:
        write_refusal(by, (name, "", None, "", ""), counter.NO_FILE)
        raise Refused(counter.NO_FILE)
    return mine.person if isinstance(mine, OwnFile) else mine.employer
