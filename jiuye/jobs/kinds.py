"""The kinds of long work. Each room says what its own are; here stands only what all have in common."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jiuye.jobs.models import Job
from jiuye.lib.progress import Tell
from jiuye.parties.sessions import Session


@dataclass(frozen=True)
class Outcome:
    """What came of it, in one sentence, and where it is to be seen (an address of ours, "" for nowhere)."""

    said: str
    url: str = ""
    link: str = ""
    answer: dict[str, Any] = field(default_factory=dict)  # for the API: numbers people quote


@dataclass(frozen=True)
class Order:
    """A job as its kind sees it: ids of ours in `args`, the person's own words in `words`."""

    job: Job
    words: dict[str, str]
    by: Session


@dataclass(frozen=True)
class Kind:
    """run: does it, from where it stands; told to stop, it leaves nothing half done (`lib.progress.Stopped`).
    stands: what is the case when it has stopped. drop: away with what was kept for it alone, when nothing came
    of it."""

    name: str
    label: str
    about: str  # what its subject is, as the ledger names it
    run: Callable[[Order, Tell], Outcome]
    stands: Callable[[Order], Outcome]
    drop: Callable[[Order], None] = lambda order: None


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """A room's own kinds, told when the room's `jobs` are imported."""
    KINDS[kind.name] = kind
