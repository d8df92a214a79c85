"""办理的页面: a matter taken through its steps from its page; who may not is told why. Art. 7."""

import pytest
from django.test import Client

from jiuye.front.demo import session_of
from jiuye.front.worklist import waiting_for
from jiuye.server.connect import Instance
from tests.handling.steps import again, claimed, filed, hardship, on, unemployed

pytestmark = pytest.mark.article("7")


def signed_in(who: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.cookies["jiuye_session"] = session_of(who).token
    return client


def test_a_subsidy_is_publicised_from_its_page(house: Instance) -> None:
    _, who = filed()
    held = claimed(who, unemployed(who, 60))
    clerk, page = signed_in("clerk2"), f"/records/matter/{held.pk}"
    shown = clerk.get(page).content.decode()
    assert "待公示" in shown
    assert "没有“不予”权限" in shown
    early = clerk.post(f"{page}/publicise", {"on": on(-1).isoformat(), "note": "公示栏第三号"})
    assert early.status_code == 422
    assert "不能晚于今天" in early.content.decode()
    assert 'value="公示栏第三号"' in early.content.decode()  # what was typed stays
    late = clerk.post(f"{page}/publicise", {"on": on(39).isoformat()})
    assert late.headers["Location"] == page
    shown = clerk.get(page).content.decode()
    assert "公示中" in shown
    assert "补录" in shown
    again_ = clerk.post(f"{page}/publicise", {"on": "昨天"})
    assert again_.status_code == 422
    assert "H003" in again_.content.decode()
    assert clerk.post(f"{page}/grant").status_code == 403
    assert signed_in("outsider").get(page).status_code == 404


def test_what_is_due_waits_for_the_post_that_takes_it(house: Instance) -> None:
    _, who = filed()
    unemployed(who, 60)
    held = hardship(who)
    url = f"/records/matter/{held.pk}"
    assert url in [w.url for w in waiting_for(session_of("reviewer2"))]
    assert url not in [w.url for w in waiting_for(session_of("clerk2"))]
    assert url not in [w.url for w in waiting_for(session_of("outreviewer"))]
    shown = signed_in("reviewer2").get("/records/due").content.decode()
    assert held.number in shown
    assert held.number not in signed_in("reviewer2").get("/records/due?view=late").content.decode()
    record = signed_in("reviewer2").get(f"/records/hardship_assistance/{held.pk}?case=核对审核：进度").content.decode()
    assert "待初审" in record
    assert again(held).state == "applied"
