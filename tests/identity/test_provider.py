"""The contract with the identity provider, held by both sides: docs/contracts/identity.md. Art. 6(3), 17."""

import time
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from jiuye.lib import oidc
from jiuye.partners.identity import MODES, Provider
from tests.identity.steps import BACK, provider, sign_in_there

pytestmark = [pytest.mark.article("6(3)"), pytest.mark.article("17")]
WHO = {"id_type": "01", "id_number": "371098199001010017", "name": "丛小军"}


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with provider(monkeypatch) as running:
        yield running


def test_who_signed_in_there_is_who_we_hear_of(there: Provider) -> None:
    flight, address = oidc.set_out(BACK)
    back = sign_in_there(address, **WHO)
    assert back["state"] == flight.state
    claims = oidc.land(flight, back["code"], BACK)
    assert (claims.id_type, claims.id_number, claims.name, claims.employer) == (*WHO.values(), None)


def test_an_employer_comes_with_its_code_and_whoever_acts_for_it(there: Provider) -> None:
    flight, address = oidc.set_out(BACK)
    back = sign_in_there(address, **WHO, uscc="91371002mtest00001", employer_name="威海某公司")
    claims = oidc.land(flight, back["code"], BACK)
    assert claims.employer is not None
    assert (claims.employer.uscc, claims.id_number) == ("91371002MTEST00001", WHO["id_number"])


KINDS = {
    "slow": "slow", "down": "down", "garbage": "format", "wrong_signature": "signature", "unsigned": "signature",
    "unknown_key": "key", "expired": "expired", "wrong_audience": "audience", "wrong_issuer": "issuer",
    "wrong_nonce": "nonce", "no_number": "claims",
}  # fmt: skip


@pytest.mark.parametrize("mode", sorted(MODES))
def test_no_fault_lets_anybody_in(there: Provider, mode: str) -> None:
    flight, address = oidc.set_out(BACK)
    back = sign_in_there(address, **WHO)
    there.fault.set(mode)
    began = time.monotonic()
    with pytest.raises(oidc.NotSignedIn) as e:
        oidc.land(flight, back["code"], BACK)
    assert e.value.kind == KINDS[mode]
    assert e.value.kind in oidc.WORDS
    assert time.monotonic() - began < oidc.BUDGET + 1


def test_a_code_serves_once(there: Provider) -> None:
    flight, address = oidc.set_out(BACK)
    back = sign_in_there(address, **WHO)
    oidc.land(flight, back["code"], BACK)
    with pytest.raises(oidc.NotSignedIn) as e:
        oidc.land(flight, back["code"], BACK)
    assert e.value.kind == "code"
    assert there.tokens == 1


def test_a_stolen_code_is_worth_nothing(there: Provider) -> None:
    """Without the verifier of the browser that asked for it, or at another address."""
    flight, address = oidc.set_out(BACK)
    thief, _ = oidc.set_out(BACK)
    for used, at in ((thief, BACK), (flight, BACK.replace("8000", "8001"))):
        back = sign_in_there(address, **WHO)
        with pytest.raises(oidc.NotSignedIn) as e:
            oidc.land(used, back["code"], at)
        assert e.value.kind == "code"
    assert there.tokens == 0


def test_new_keys_are_learned_once_they_are_published(there: Provider) -> None:
    oidc.set_out(BACK)
    there.rotate()
    flight, address = oidc.set_out(BACK)
    assert oidc.land(flight, sign_in_there(address, **WHO)["code"], BACK).name == WHO["name"]


def test_a_provider_that_is_down_or_speaks_for_another_is_not_asked_on(
    there: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIUYE_OIDC_ISSUER", f"http://localhost:{there.server_address[1]}")
    with pytest.raises(oidc.NotSignedIn) as e:
        oidc.set_out(BACK)
    assert e.value.kind == "issuer"
    monkeypatch.setenv("JIUYE_OIDC_ISSUER", "http://127.0.0.1:9")
    with pytest.raises(oidc.NotSignedIn) as e:
        oidc.set_out(BACK)
    assert e.value.kind == "down"


def test_it_serves_nobody_else(there: Provider) -> None:
    _, address = oidc.set_out(BACK)
    for wrong in (
        address.replace("client_id=jiuye", "client_id=other"), address.replace("S256", "plain"),
        address.replace("my%2Fidentity", "elsewhere"), address.replace("127.0.0.1%3A8000", "evil.example"),
    ):  # fmt: skip
        with pytest.raises(HTTPError) as e:
            urlopen(wrong)
        assert e.value.code == 400
