"""Between our words and a department's: the question as it is sent, the answer as it is meant. No network here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiuye.collection.sharing.contracts.base import CONFIRMED, CONTRADICTED, NO_RECORD, SAME, Query, Question
from jiuye.lib import signing
from jiuye.lib.signing import Signer
from jiuye.lib.wire import Fault, Reply

US = "jiuye"


@dataclass(frozen=True)
class Meaning:
    """What an answer means. held: what the department holds; differs: our items that differ there."""

    answer: str
    held: str
    differs: tuple[str, ...] = ()
    since: date | None = None


def write(question: Question, basis: str) -> bytes:
    """The body of a question: contract, basis (the case it is asked for), and the fields of the contract."""
    asked = {question.query.sent[item]: value for item, value in question.sent.items()}
    told = {"contract": question.query.contract, "basis": basis, "asked": asked}
    return json.dumps(told, ensure_ascii=False).encode()


def read(question: Question, reply: Reply, signer: Signer, *, nonce: str, now: datetime) -> Meaning:
    """The meaning of a reply. Raises `Fault` unless it is signed by the department, just now, as the answer to
    this very question, about this subject, and to the letter of the contract."""
    query = question.query
    why = signing.doubt(signer, question.department, reply.headers, query.path, reply.body, now=now, reply_to=nonce)
    if why:
        raise Fault(why)
    told = _object(reply.body)
    if set(told) != {"contract", "subject", "answer"} or told["contract"] != query.contract:
        raise Fault("format")
    if told["subject"] != signing.subject_digest(nonce, question.subject):
        raise Fault("wrong_subject")
    return _meaning(question, told["answer"])


def _meaning(question: Question, answer: Any) -> Meaning:
    query = question.query
    if not isinstance(answer, dict) or answer.keys() != query.fields:
        raise Fault("format")
    code = answer[query.result]
    if not isinstance(code, str) or code not in query.codes:
        raise Fault("format")
    held, differs, since = query.codes[code], _differs(query, answer), _since(query, answer)
    if held is None:
        return Meaning(NO_RECORD, "")
    agrees = held == question.claim
    if differs and held == SAME:
        raise Fault("format")  # the same, and yet something differs
    return Meaning(CONFIRMED if agrees else CONTRADICTED, held, differs, since)


def _differs(query: Query, answer: Mapping[str, Any]) -> tuple[str, ...]:
    named = answer[query.differs] if query.differs else []
    ours = {theirs: item for item, theirs in query.sent.items()}
    if not isinstance(named, list) or not all(isinstance(n, str) and n in ours for n in named):
        raise Fault("format")
    return tuple(ours[n] for n in named)


def _since(query: Query, answer: Mapping[str, Any]) -> date | None:
    text = answer[query.since] if query.since else ""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise Fault("format") from None


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Fault("format") from None
    if not isinstance(told, dict):
        raise Fault("format")
    return told
