"""本人登录 through the identity provider: his own file or none, once, from where it began. Art. 6(3), 10(1), 17."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from jiuye.front import own_identity
from jiuye.front.middleware import OWN_COOKIE
from jiuye.parties.models import AddressCount, SignInFlight
from jiuye.parties.sessions import resolve
from jiuye.partners.identity import Provider
from jiuye.server.connect import Instance
from tests.book import entries
from tests.clean import Row
from tests.identity.steps import provider, sign_in_there
from tests.journeys import own_steps

pytestmark = [pytest.mark.article("6(3)"), pytest.mark.article("10(1)"), pytest.mark.article("17")]


@pytest.fixture
def there(house: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    AddressCount.objects.all().delete()
    with provider(monkeypatch) as running:
        yield running


def browser() -> Client:
    return Client(HTTP_HOST="127.0.0.1", HTTP_USER_AGENT="Mozilla/5.0 (Android) Mobile Safari")


def set_out(client: Client, wanted: str = "/my/") -> str:
    answer = client.get("/my/identity", {"next": wanted})
    assert answer.status_code == 302
    return str(answer["Location"])


def who(row: Row, **other: str) -> dict[str, str]:
    return {"id_type": row["id_type"], "id_number": row["id_number"], "name": row["name"]} | other


def refused(house: Instance, answer: Any, code: str) -> None:
    assert answer.status_code == 422
    assert OWN_COOKIE not in answer.cookies
    last = entries(house, "parties.sign_in", "refused")[-1]
    assert last.code == code
    assert last.refusal in answer.content.decode()


def test_he_comes_back_to_his_own_data(house: Instance, there: Provider) -> None:
    row, client = own_steps.citizen(), browser()
    back = sign_in_there(set_out(client, "/my/new/unemployment_registration"), **who(row))
    answer = client.get("/my/identity/back", back)
    assert answer["Location"] == "/my/new/unemployment_registration"
    session = resolve(answer.cookies[OWN_COOKIE].value)
    assert session is not None
    assert (session.post, session.channel) == ("person", "phone")
    assert row["name"][0] in client.get("/my/").content.decode()
    assert not SignInFlight.objects.exists()


def test_the_same_account_as_by_text_message(there: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    row, client = own_steps.citizen(), browser()
    with own_steps.gateway(monkeypatch) as gateway:
        texted = own_steps.let_in(gateway, row["id_number"])
    answer = client.get("/my/identity/back", sign_in_there(set_out(client), **who(row)))
    session = resolve(answer.cookies[OWN_COOKIE].value)
    assert session is not None
    assert session.staff_id == texted.staff_id


def test_another_name_or_document_is_refused(house: Instance, there: Provider) -> None:
    row = own_steps.citizen()
    for wrong in ({"name": "别人"}, {"id_type": "99"}):
        client = browser()
        refused(house, client.get("/my/identity/back", sign_in_there(set_out(client), **who(row, **wrong))), "G023")


def test_nobody_on_file_is_told_where_to_go(house: Instance, there: Provider) -> None:
    client = browser()
    back = sign_in_there(set_out(client), id_type="01", id_number="371098199001019999", name="无此人")
    refused(house, client.get("/my/identity/back", back), "G022")


def test_coming_back_twice_or_on_another_device_is_refused(house: Instance, there: Provider) -> None:
    row, client = own_steps.citizen(), browser()
    back = sign_in_there(set_out(client), **who(row))
    refused(house, browser().get("/my/identity/back", back), "G020")  # a stranger's browser with a stolen address
    assert client.get("/my/identity/back", back).status_code == 302
    client.cookies[own_identity.COOKIE] = back["state"]
    refused(house, client.get("/my/identity/back", back), "G020")
    for nonsense in ({}, {"state": "x", "code": "y"}, {"state": "", "code": ""}):
        refused(house, browser().get("/my/identity/back", nonsense), "G020")


def test_who_cancels_or_meets_a_fault_gets_a_sentence(house: Instance, there: Provider) -> None:
    client = browser()
    back = sign_in_there(set_out(client), cancel="1")
    refused(house, client.get("/my/identity/back", back), "G021")
    there.fault.set("wrong_signature")
    refused(house, client.get("/my/identity/back", sign_in_there(set_out(client), **who(own_steps.citizen()))), "G021")


def test_a_page_elsewhere_is_not_where_he_lands(there: Provider) -> None:
    row, client = own_steps.citizen(), browser()
    back = sign_in_there(set_out(client, "//evil.example/my/"), **who(row))
    assert client.get("/my/identity/back", back)["Location"] == "/my/"
