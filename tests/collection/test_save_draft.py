"""暂存: a draft is its owner's own, sealed, and work: nothing of it enters the book. Art. 6(1), 6(3)."""

from uuid import UUID

import pytest

from jiuye.collection import drafts
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import Refused
from jiuye.server.connect import Instance
from tests.book import SessionOf, asked, entries

pytestmark = [pytest.mark.article("6(1)"), pytest.mark.article("6(3)")]


def kept(session: SessionOf, key: UUID, **held: object) -> None:
    drafts.save(key, by=session("clerk2"), dataset="person", held=held)


def test_what_is_typed_is_there_again_and_what_is_not_named_stays(house: Instance, session: SessionOf) -> None:
    key, before = uuid7(), len(entries(house))
    kept(session, key, values={"name": "半途"}, confirmed=["R031"])
    kept(session, key, values={"name": "半途而返"})
    held = drafts.load(key, by=session("clerk2"), dataset="person")
    assert held is not None
    assert (held.values, held.confirmed) == ({"name": "半途而返"}, ["R031"])
    assert len(entries(house)) == before
    stored = asked(house, "select sealed from work.collection_draft where id = %s", key)
    assert "半途".encode() not in bytes(stored)


def test_an_older_state_never_follows_a_newer_one(house: Instance, session: SessionOf) -> None:
    key = uuid7()
    kept(session, key, values={"name": "后来"}, seq=2)
    kept(session, key, values={"name": "先前"}, seq=1)
    held = drafts.load(key, by=session("clerk2"), dataset="person")
    assert held is not None
    assert held.values == {"name": "后来"}


def test_nobody_reads_or_writes_another_s(house: Instance, session: SessionOf) -> None:
    key, other = uuid7(), session("clerk")
    kept(session, key, values={"name": "半途"})
    assert drafts.load(key, by=other, dataset="person") is None
    with pytest.raises(Refused) as e:
        drafts.save(key, by=other, dataset="person", held={"values": {}})
    assert e.value.verdict.code == "C030"
    assert drafts.own_key(key, by=other, dataset="person") != key
    drafts.drop(key, by=other)
    assert drafts.load(key, by=session("clerk2"), dataset="person") is not None
