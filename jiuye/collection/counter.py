"""One row at the counter: cast, settled and judged by the very code that judges files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import polars as pl

from jiuye.collection.numbers import business_numbers
from jiuye.collection.owned import own_words, owned
from jiuye.collection.rows import Source, settle, system_filled
from jiuye.collection.services import SERVICES, known, own_file
from jiuye.collection.staging import json_text
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused, no
from jiuye.parties.models import Agency, Staff
from jiuye.parties.sessions import Session, scope
from jiuye.records.added import extra_of
from jiuye.records.judging import fault, judge
from jiuye.records.keys import sealer
from jiuye.records.relations import typed_in
from jiuye.records.seal import facts
from jiuye.standards.casting import cast
from jiuye.standards.catalogue import NUMBERS, Catalogue
from jiuye.standards.queries import catalogue

WINDOW = "10"
NO_FILE = no("库中没有您的档案，或档案正在核对", code="C048", help="请带证件到窗口建档。")
# The channel of the standard's list (Art. 6) by which a session comes in; a command is somebody's at a window.
CHANNELS = {"web": "30", "phone": "40", "wechat": "42", "kiosk": "50"}
# The class of device a session is used on (list device_kind); a window's and a file's is the counter's.
DEVICES = {"web": "1", "phone": "2", "wechat": "2", "kiosk": "3", "window": "4", "command": "1"}


@dataclass(frozen=True)
class Candidate:
    """A row on its way: what was typed, what it means (a frame of this one row), what the cast said of it."""

    source: Source
    frame: pl.DataFrame
    text: str
    faults: list[dict[str, str]]
    title: str


def source_of(
    by: Session,
    dataset: str,
    *,
    channel: str = "",
    inherited: bool = False,
    file: bool = False,
    submission: UUID | None = None,
) -> Source:
    """Who hands in, where, when, on what device and by which channel (the session's own, unless told).
    `submission` is the key it shall have, when one was given out before."""
    channel = channel or CHANNELS.get(by.channel, WINDOW)
    agency = Agency.objects.get(pk=by.agency_id)
    staff = Staff.objects.get(pk=by.staff_id)
    return Source(
        submission=submission or uuid7(), dataset=dataset, standard_version=catalogue().version,
        agency_code=agency.code,
        district=by.district, staff_no=staff.staff_no,
        channel=channel, at=clock.now().replace(microsecond=0), inherited=inherited,
        device=DEVICES.get(by.channel, "9"),
        strength=strength_of("inherit" if inherited else "file" if file else channel),
        own=own_rows(dataset, by),
    )  # fmt: skip


def strength_of(way: str) -> str:
    """How sure a source is by the way it comes: a table among the standard's parameters. Art. 6."""
    table = catalogue().parameters.get("strength_by_channel")
    ways = dict(pair.split() for pair in table.value.split(";")) if table else {}
    return ways.get(way, "20")


def own_rows(dataset: str, by: Session) -> dict[str, str]:
    """What rows an employer hands in say of themselves; nothing of others' rows. Raises `Refused` when the employer
    has no file (any more)."""
    if not by.own_employer:
        return {}
    with scope(by):
        its = own_file(by)
    if its is None:
        raise Refused(NO_FILE)
    return known(SERVICES[dataset], its, by)


def system_items(dataset: str) -> frozenset[str]:
    """Items nobody need type: the system fills them. The business number too, but a certificate's stands
    on the certificate and is never made up here."""
    made = set() if dataset == "employment_certificate" else {NUMBERS[dataset]}
    return system_filled(catalogue().items[dataset]) | made | {"valid_flag"}


def candidate(dataset: str, values: Mapping[str, str], *, by: Session, submission: UUID | None = None) -> Candidate:
    """Cast one typed form. Unknown names are dropped: the form is drawn from the standard."""
    standard = catalogue()
    source = source_of(by, dataset, submission=submission)
    own = system_filled(standard.items[dataset])
    names = [n for n in standard.items[dataset] if n in values and n not in own]
    frame = pl.DataFrame(
        {"row_no": [1], **{n: [values[n]] for n in names}},
        schema={"row_no": pl.Int64, **dict.fromkeys(names, pl.Utf8)},
    )
    done = cast(owned(source, frame), dataset, standard, system_items=system_items(dataset))
    settled = settle(source, done.frame, partial(business_numbers, dataset))
    faults = [{"item": f.item, "rule_id": f.code, "severity": "error", "message": f.message} for f in done.faults]
    faults = own_words(source, {1: faults})[1]
    text = "\x1f".join(f"{n}={values[n]}" for n in names)
    row = settled.row(0, named=True)
    title = str(row.get("name") or row.get("employer_name") or "")
    return Candidate(source, settled, text, faults, title)


def judge_candidate(one: Candidate) -> list[dict[str, str]]:
    """All faults of the candidate: the cast's and the rules', in one list."""
    standard, dataset, stored = catalogue(), one.source.dataset, as_stored(one)
    found = judge(dataset, typed_in(dataset), {"rows": as_json(stored)}, one.source.at, many=False)
    return one.faults + [fault(b, stored, standard, dataset) for b in found]


def as_stored(one: Candidate) -> dict[str, Any]:
    """The row as it would be stored, ciphertexts left out."""
    standard = catalogue()
    dataset = one.source.dataset
    stored = one.frame.row(0, named=True)
    for item in standard.items[dataset].values():
        if item.protection == "sealed":
            stored.update(facts(item, stored.pop(item.name, None), standard, sealer()))
    stored.update(id=one.source.submission, district=one.source.district, extra=extra_of(stored, dataset, standard))
    # As it will be stored: PostgreSQL's text knows no NUL, and the cell is at fault already (I06).
    return {k: v.replace("\0", "") if isinstance(v, str) else v for k, v in stored.items()}


def as_json(stored: dict[str, Any]) -> str:
    """Such a row for the database."""
    return json_text([stored], _json)


def _json(value: Any) -> str:
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def warm(dataset: str, *, by: Session) -> None:
    """Compile the day's checks of a dataset before the first field is left: nobody waits for it then."""
    asked = (dataset, catalogue(), clock.today())
    if asked not in _WARM:
        _WARM.add(asked)
        judge_candidate(candidate(dataset, {}, by=by))


_WARM: set[tuple[str, Catalogue, date]] = set()
