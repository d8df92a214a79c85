"""Which questions an entry gives occasion to: only what it states, only about who can be asked about."""

from collections.abc import Mapping

from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.collection.sharing.contracts.base import Query, Question
from jiuye.lib.identity import RIC18, USCC

# What a department of that kind knows somebody by.
_KNOWN_BY = {"id_number": RIC18, "uscc": USCC}


def questions(dataset: str, values: Mapping[str, str]) -> list[Question]:
    """values: item → text as typed; empty and missing are the same. Passports are nobody's to be asked about."""
    found = []
    for contract in CONTRACTS.values():
        for query in contract.queries:
            if dataset in query.datasets and (one := _question(contract.code, query, values)):
                found.append(one)
    return found


def items() -> frozenset[str]:
    """Every item of ours a question may need."""
    every = [q for c in CONTRACTS.values() for q in c.queries]
    return frozenset(n for q in every for n in (*q.sent, q.claim_item) if n)


def _question(department: str, query: Query, values: Mapping[str, str]) -> Question | None:
    claim = query.claims.get(values.get(query.claim_item) or "") if query.claim_item else query.claim
    sent = {n: values[n] for n in query.sent if values.get(n)}
    if claim is None or any(n not in sent and n not in query.optional for n in query.sent):
        return None
    for item, words in query.words.items():
        if sent[item] not in words:
            return None
        sent[item] = words[sent[item]]
    subject = sent[query.subject].upper()
    if not _KNOWN_BY[query.subject].fullmatch(subject):
        return None
    name = values.get("name", "") if query.about_person else ""
    return Question(department, query, subject, sent | {query.subject: subject}, claim, name)
