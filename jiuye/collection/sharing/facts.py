"""部门共享信息: what a department holds of somebody goes on file as a fact, in the act that asked. Art. 6(4).

A fact says what the department holds, not that it was asked: rules of the standard read a row of kind 103 as a
death. It stands beside what was collected and changes nothing of it; the next good answer takes its place. Steps of
an act; all want `under=`.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection
from django.db.models import Q, QuerySet

from jiuye.collection.counter import Candidate, judge_candidate
from jiuye.collection.numbers import business_numbers
from jiuye.collection.rows import Source, stage_rows
from jiuye.collection.sharing import log
from jiuye.collection.sharing.asking import Told
from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.collection.sharing.contracts.base import CONFIRMED, OTHER, Question
from jiuye.collection.sharing.models import Asking, Doubt
from jiuye.lib import clock
from jiuye.parties.entry import Entry
from jiuye.parties.models import Agency
from jiuye.records import actions as records
from jiuye.records.keys import sealer
from jiuye.records.models import SharedFact
from jiuye.standards.casting import cast
from jiuye.standards.catalogue import NUMBERS
from jiuye.standards.queries import catalogue

DATASET, SHARING, DEPARTMENT, DERIVED, MATERIAL = "shared_fact", "60", "40", "10", "30"
# The department's word does not hold of whom it was asked about: it goes out of use (rules.REASONS).
NOT_SO = frozenset({"10", "30", "40"})


def keep(told: Sequence[Told], *, under: Entry, submission: UUID, agency: UUID, district: str) -> None:
    """Store what came of a round. Faults and recalled answers leave no fact; the case is the basis. Rows are cast
    and judged as any others and keep the verdicts they earn."""
    for one in told:
        if not one.fault and not one.recalled:
            _replace(one, district, under)
            if one.held in one.question.query.facts:
                _store(one, submission, Agency.objects.get(pk=agency).code, district, under)


def _print(digest: bytes, district: str) -> bytes:
    """One standing fact of one question in a district: the base keeps that."""
    return sealer().index(f"{digest.hex()}\x1f{district}", "fact")


def _replace(told: Told, district: str, under: Entry) -> None:
    """What the department said of it before gives way. That it holds another name than was typed this time takes
    back nothing it has confirmed of another."""
    question = told.question
    with connection.cursor() as c:
        c.execute("select pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"{question.query.kind}{question.subject}"])
    before = _standing(question, district)
    if told.held == OTHER:
        before = before.filter(Q(match_result="2") | Q(fingerprint=_print(log.digest(question), district)))
    if question.query.ends and told.held not in question.query.facts:
        for fact in before:
            _end(fact, told, under)
    elif keys := list(before.values_list("pk", flat=True)):
        records.retire(DATASET, keys, under=under)


def _standing(question: Question, district: str) -> "QuerySet[Any]":
    """Facts of this department, kind and subject that came of asking and have not ended."""
    index = log.subject_index(question)
    who = {"id_number_index": index} if question.query.about_person else {"uscc": question.subject}
    return SharedFact.objects.filter(
        **who, department=question.department, fact_kind=question.query.kind, district=district, retired=False,
        extra__has_key="asked", fact_end_date=None,
    )  # fmt: skip


def _end(fact: SharedFact, told: Told, under: Entry) -> None:
    """It was over at the latest when the department said so: a day derived, and marked as that."""
    fact.fact_end_date, fact.fingerprint = told.at.astimezone(clock.ZONE).date(), None
    fact.origins = _origins(fact, under, DERIVED, CONTRACTS[told.question.department].label, "fact_end_date")
    under.put(fact)


def _origins(fact: SharedFact, under: Entry, strength: str, said: str, *items: str) -> dict[str, Any]:
    origin = {"strength": strength, "said": said, "at": under.at.isoformat(), "entry": str(under.id)}
    return {**(fact.origins or {}), **dict.fromkeys(items, origin)}


def _store(told: Told, submission: UUID, agency_code: str, district: str, under: Entry) -> None:
    source = Source(
        submission, DATASET, catalogue().version, agency_code, district, "", SHARING, under.at, strength=DEPARTMENT
    )
    values = _values(told, submission)
    frame = pl.DataFrame({"row_no": [1], **{n: [v] for n, v in values.items() if v}})
    done = cast(frame, DATASET, catalogue(), system_items=frozenset({NUMBERS[DATASET]}))
    [number] = business_numbers(DATASET, 1)
    typed = done.frame.with_columns(pl.lit(number).alias(NUMBERS[DATASET]))
    said = [{"item": f.item, "rule_id": f.code, "severity": "error", "message": f.message} for f in done.faults]
    faults = judge_candidate(Candidate(source, typed, "", said, ""))
    prints = [_print(log.digest(told.question), district)]
    [row] = stage_rows(source, typed, prints, catalogue(), sealer()).rows(named=True)
    known = {f.attname for f in SharedFact._meta.concrete_fields}
    fact = SharedFact(**{n: v for n, v in row.items() if n in known and n != "extra"})
    fact.verdicts = list(dict.fromkeys(f["rule_id"] for f in faults))
    fact.extra = {"asked": _asked(told)}
    under.put(fact)


def _values(told: Told, submission: UUID) -> dict[str, str]:
    """The items of the standard as they would be typed."""
    question = told.question
    person, items = question.query.about_person, catalogue().items[question.query.datasets[0]]
    differing = [items[n].label for n in told.differs]
    value = question.query.facts[told.held]
    return {
        "department": question.department, "fact_kind": question.query.kind, "subject_kind": "1" if person else "2",
        "id_number": question.subject if person else "", "name": question.name,
        "uscc": "" if person else question.subject,
        "fact_value": f"{value}（{'、'.join(differing)}）" if differing else value,
        "fact_start_date": told.since.isoformat() if told.since else "",
        "obtained_at": f"{told.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}", "query_basis": str(submission),
        "match_result": "1" if told.answer == CONFIRMED else "2",
    }  # fmt: skip


def _asked(told: Told) -> dict[str, Any]:
    """What was asked, under which contract, and how long the answer may be used: beside the standard's items."""
    query = told.question.query
    return {
        "contract": query.contract, "items": sorted(told.question.sent),
        "valid_until": (told.at + query.fresh).isoformat(),
    }  # fmt: skip


def handle(doubt: Doubt, *, under: Entry, hand: str) -> None:
    """比对处理: what was found out about a doubt is noted beside the fact that gave rise to it (R047, R212); a fact
    that does not hold of the person or employer goes out of use."""
    mine = Asking.objects.filter(
        submission_id=doubt.submission_id, department=doubt.department, kind=doubt.kind, answer="contradicted"
    )
    prints = [_print(bytes(d), doubt.district) for d in mine.values_list("digest", flat=True)]
    for fact in SharedFact.objects.filter(fingerprint__in=prints, retired=False, handled_at=None):
        fact.handled_by, fact.handled_at, fact.retired = hand, under.at, doubt.reason in NOT_SO
        fact.origins = _origins(fact, under, MATERIAL, f"疑点 {doubt.number}", "handled_by", "handled_at")
        under.put(fact)
