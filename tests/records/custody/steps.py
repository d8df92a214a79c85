"""Files in keeping, brought there as in life: attached at the window, accepted, filed by the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import psycopg

from jiuye.collection import actions
from jiuye.collection.archive import attach as archive
from jiuye.collection.models import Attachment
from jiuye.lib import clock
from jiuye.parties import founding
from jiuye.parties.sessions import Session, machine_session, scope
from jiuye.records.custody.filing import keep
from jiuye.records.models import Keeping
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.clean import person

CONFIRMED = [f"R{n:03d}" for n in range(1, 229)]


def machine() -> Session:
    return machine_session(founding.MACHINE)


def accepted(session: SessionOf, *papers: bytes) -> list[Attachment]:
    """A case with these papers, accepted."""
    made = actions.submit("person", person(), by=session("clerk2"), confirmed=CONFIRMED)
    attached = [archive.attach(made, p, "材料", "11", by=session("clerk2")) for p in papers]
    actions.accept(made, by=session("reviewer2"))
    return attached


def kept(attachment: Attachment) -> Keeping:
    """What is in keeping of it, as it stands now, with its record."""
    with scope(machine()):
        return Keeping.objects.select_related("record").get(source_id=attachment.pk)


def filed(session: SessionOf, *papers: bytes) -> list[Keeping]:
    attached = accepted(session, *papers)
    keep(by=machine())
    return [kept(a) for a in attached]


def over(house: Instance, *files: Keeping) -> None:
    """Their term has ended yesterday, as if they had lain here for so long: set beside all guards, by the superuser."""
    yesterday = clock.today() - timedelta(days=1)
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("alter table jiuye.records_earchive disable trigger user")
        db.execute(
            "update jiuye.records_earchive set retention_until = %s where id = any(%s)",
            [yesterday, [k.record_id for k in files]],
        )
        db.execute("alter table jiuye.records_earchive enable trigger user")
        for guard in ("insert", "update", "delete", "truncate"):
            db.execute(f"alter table jiuye.records_earchive enable always trigger guard_{guard}".encode())


@contextmanager
def later(**wait: int) -> Iterator[None]:
    clock.inject(lambda: datetime.now(clock.ZONE) + timedelta(**wait))
    try:
        yield
    finally:
        clock.inject(None)
