"""A character no text of the database holds, in every field of every form: judged like any other fault, and whatever
else the page asks meanwhile is answered. Art. 6(1)."""

import pytest
from django.test import Client

from jiuye.collection.forms import form_items
from jiuye.collection.views.base import WINDOW
from jiuye.front.demo import session_of
from jiuye.front.middleware import COOKIE
from jiuye.lib.keys import uuid7
from jiuye.server.connect import Instance

pytestmark = pytest.mark.article("6(1)")
NUL = "甲\0乙\0丙\0丁"


@pytest.mark.parametrize("way", ["judge", "match", "flow", "draft", "new"])
def test_a_form_full_of_it_is_answered(house: Instance, way: str) -> None:
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    client.cookies[COOKIE] = session_of("clerk2").token
    for dataset in WINDOW:
        typed = dict.fromkeys(form_items(dataset), NUL)
        also = {"draft": str(uuid7()), "touched": NUL, "confirmed": NUL, f"why:{NUL}": NUL, "birth_date": "1990-01-01"}
        answer = client.post(f"/collection/{way}/{dataset}", typed | also)
        assert answer.status_code in (200, 422), (dataset, answer.status_code)
