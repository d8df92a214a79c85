"""清点存储: contents nobody refers to go, and what is referred to and not there is looked for. Art. 2(4), 20(3)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from jiuye.lib import clock
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.records.custody.contents import let_go, references, store
from jiuye.records.models import Keeping

YOUNG = timedelta(days=2)  # an upload may still be on its way to its row
PREFIXES = [f"{n:02x}" for n in range(256)]


@dataclass(frozen=True)
class Swept:
    """How many contents there are; how many went; the keys of material whose content is not there."""

    contents: int
    gone: int
    lost: list[UUID]


def sweep_store(*, by: Session) -> Swept:
    """Both ways, a part of the names at a time. A file in keeping whose content is not there is read again at the
    timer's next turn, which makes a finding of it."""
    counted = [_part(prefix) for prefix in PREFIXES]
    swept = Swept(sum(c.contents for c in counted), sum(c.gone for c in counted), [k for c in counted for k in c.lost])
    told = {"contents": swept.contents, "gone": swept.gone, "lost": len(swept.lost), "keys": _text(swept.lost[:50])}
    with scope(by):
        due = list(Keeping.objects.filter(source_id__in=swept.lost, next_check_at__gt=clock.now()))
    with act("records.sweep_store", by=by, detail=told) as entry:
        held = list(Keeping.objects.select_for_update().filter(pk__in=[k.pk for k in due]).exclude(state="destroyed"))
        for one in held:
            one.next_check_at = entry.at
        entry.put(*held)
    return swept


def _part(prefix: str) -> Swept:
    shelf, before = store().shelf, clock.now() - YOUNG
    named = dict(shelf.names(prefix))
    wanted = list(references(prefix))
    stray = [n for n in named.keys() - {s for s, _ in wanted} if named[n] < before]
    gone = sum(_away(name) for name in stray)
    lost = {key for sha256, key in wanted if sha256 not in named}  # material and its file are one
    return Swept(len(named) - gone, gone, sorted(lost))


def _away(name: str) -> bool:
    """A content, or what a killed writing left beside its place."""
    if len(name) == 64:
        return let_go(name)
    store().shelf.remove(name)
    return True


def _text(keys: list[UUID]) -> list[str]:
    return [str(k) for k in keys]
