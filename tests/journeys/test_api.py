"""Import, review and inspection through the API: the same permissions, two hands and ledger as the pages."""

import json
from pathlib import Path
from typing import Any

import pyotp
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiuye.collection.models import Submission
from jiuye.front.demo import session_of
from jiuye.ledger.models import EntryShown
from jiuye.lib import clock
from jiuye.parties.actions import open_secret
from jiuye.parties.cast import PASSWORD
from jiuye.parties.models import Account, SignInTrace
from jiuye.parties.sessions import scope
from jiuye.quality.models import Finding, Run, Snapshot
from jiuye.server.connect import Instance
from jiuye.town import generate
from tests.jobs.steps import drained
from tests.quality import small_town

JSON = "application/json"


class Caller:
    """A client that carries a token and nothing else; CSRF checks are on."""

    def __init__(self, account: str = "") -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
        self.headers = {"Authorization": f"Bearer {session_of(account).token}"} if account else {}

    def get(self, path: str) -> tuple[int, Any]:
        return read(self.client.get(f"/api{path}", headers=self.headers))

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        given = json.dumps(body if body is not None else {})
        return read(self.client.post(f"/api{path}", given, content_type=JSON, headers=self.headers))

    def hand_in(self, file: Path, dataset: str = "person", **more: str) -> tuple[int, Any]:
        upload = SimpleUploadedFile(file.name, file.read_bytes())
        form = {"dataset": dataset, "file": upload, **more}
        return read(self.client.post("/api/submissions", form, headers=self.headers))

    def done(self, answer: tuple[int, Any]) -> Any:
        """What long work made, once the worker has been by: its job's address is asked, then its result's."""
        status, job = answer
        assert (status, job["state"]) == (202, "queued"), job
        drained()
        status, job = self.get(job["url"].removeprefix("/api"))
        assert (status, job["state"], job["refusal"]) == (200, "done", None), job
        status, made = self.get(job["result"].removeprefix("/api"))
        assert status == 200
        return made


def read(response: Any) -> tuple[int, Any]:
    return response.status_code, json.loads(response.content) if response.content else None


def refused(act: str) -> int:
    with scope(session_of("manager")):
        return EntryShown.objects.filter(act=act, outcome="refused").count()


def is_refusal(body: Any, code: str) -> bool:
    return set(body) == {"code", "reason", "help"} and body["code"] == code and bool(body["reason"])


@pytest.fixture(scope="module")
def town(house: Instance, tmp_path_factory: pytest.TempPathFactory) -> Run:
    small_town.settle(tmp_path_factory.mktemp("town"))
    return small_town.inspected()


@pytest.fixture
def newcomers(house: Instance, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A file of persons nobody has handed in yet."""
    seed = 1000 + sum(map(ord, request.node.name))
    return Path(generate(20, seed, 0.05, tmp_path, as_of=clock.today()).files["person"])


def code(account: str) -> str:
    """The one-time code of the moment, its step not yet used."""
    SignInTrace.objects.filter(name=account).update(last_code_step=0)
    return str(pyotp.TOTP(open_secret(Account.objects.get(name=account))).now())


@pytest.mark.article("17")
def test_sign_in_gives_a_token_and_sign_out_ends_it(house: Instance) -> None:
    caller = Caller()
    status, body = caller.post("/sign-in", {"account": "clerk2", "password": PASSWORD, "code": code("clerk2")})
    assert status == 200
    assert (body["post"], body["district"]) == ("clerk", "371002")
    caller.headers = {"Authorization": f"Bearer {body['token']}"}
    assert caller.get("/submissions/PL-none")[0] == 404
    assert caller.post("/sign-out") == (204, None)
    assert caller.get("/submissions/PL-none")[0] == 401


@pytest.mark.article("17")
@pytest.mark.parametrize("wrong", [{"password": "x"}, {"code": "000000"}, {"account": "nobody"}])
def test_a_wrong_sign_in_says_the_same_whatever_was_wrong(house: Instance, wrong: dict[str, str]) -> None:
    given = {"account": "outsider", "password": PASSWORD, "code": code("outsider")} | wrong
    status, body = Caller().post("/sign-in", given)
    assert status == 401
    assert is_refusal(body, "G001")


@pytest.mark.article("17")
def test_without_a_token_and_with_the_cookie_alone_nothing_is_done(house: Instance, newcomers: Path) -> None:
    caller = Caller()
    caller.client.cookies["jiuye_session"] = session_of("clerk2").token
    for status, body in (
        caller.hand_in(newcomers), caller.get("/inspections/JC-00001"), caller.post("/inspections"),
        caller.post("/submissions/x/accept"), caller.post("/sign-out"),
    ):  # fmt: skip
        assert status == 401
        assert is_refusal(body, "JY401")
    caller.headers = {"Authorization": "Bearer nonsense"}
    assert caller.get("/inspections/JC-00001")[0] == 401


@pytest.mark.article("6(1)")
@pytest.mark.article("7")
def test_a_file_is_imported_by_one_and_accepted_by_another(house: Instance, newcomers: Path) -> None:
    clerk, reviewer = Caller("clerk2"), Caller("reviewer2")
    made = clerk.done(clerk.hand_in(newcomers))
    assert made["state"] == "submitted"
    assert made["rows"] == made["faulty"] + made["already_known"] + made["waiting"] == 20
    assert {f["row"] for f in made["faults"]} <= set(range(1, 21))
    batch = made["batch"]
    assert clerk.get(f"/submissions/{batch}") == (200, made)
    status, body = clerk.post(f"/submissions/{batch}/accept")
    assert status == 403
    assert is_refusal(body, "JY403")
    done = reviewer.done(reviewer.post(f"/submissions/{batch}/accept", {"note": "材料齐全"}))
    assert (done["state"], done["waiting"], done["note"]) == ("accepted", 0, "材料齐全")
    assert done["admitted"] == made["waiting"]
    status, body = reviewer.post(f"/submissions/{batch}/accept")
    assert status == 422
    assert is_refusal(body, "C001")


@pytest.mark.article("7")
def test_a_return_wants_a_reason_and_is_seen_by_the_clerk(house: Instance, newcomers: Path) -> None:
    clerk, reviewer = Caller("clerk2"), Caller("reviewer2")
    batch = clerk.done(clerk.hand_in(newcomers))["batch"]
    before = refused("collection.return_")
    status, body = reviewer.post(f"/submissions/{batch}/return", {"code": "99", "note": "x"})
    assert status == 422
    assert is_refusal(body, "C003")
    assert refused("collection.return_") == before + 1
    assert reviewer.post(f"/submissions/{batch}/return", {"code": "10", "note": "缺证件扫描件"})[0] == 200
    told = clerk.get(f"/submissions/{batch}")[1]
    assert (told["state"], told["return_code"], told["note"]) == ("returned", "10", "缺证件扫描件")


@pytest.mark.article("10(3)")
def test_another_district_does_not_find_a_submission(house: Instance, newcomers: Path) -> None:
    clerk = Caller("clerk2")
    batch = clerk.done(clerk.hand_in(newcomers))["batch"]
    for account in ("outsider", "outreviewer"):
        assert Caller(account).get(f"/submissions/{batch}")[0] == 404
    assert Caller("outreviewer").post(f"/submissions/{batch}/accept")[0] == 404
    assert Submission.objects.count() == 0, "no session, no rows"


def test_a_file_that_cannot_be_read_is_refused_and_leaves_nothing(house: Instance, tmp_path: Path) -> None:
    with scope(session_of("manager")):
        kept = Submission.objects.count()
    before = refused("collection.import_batch")
    file = tmp_path / "person.csv"
    file.write_bytes(b"\x00\x01\x02 no table")
    clerk = Caller("clerk2")
    status, job = clerk.hand_in(file)
    assert status == 202
    drained()
    status, job = clerk.get(job["url"].removeprefix("/api"))
    assert (status, job["state"], job["result"]) == (200, "refused", None)
    assert is_refusal(job["refusal"], job["refusal"]["code"])
    assert job["refusal"]["code"].startswith("F-")
    file.write_text("person_id,name\n")
    assert Caller("clerk2").hand_in(file, mapping="nobody")[0] == 422
    assert Caller("clerk2").hand_in(file, dataset="nobody")[0] == 422
    assert refused("collection.import_batch") == before + 2, "a shape nobody knows never was an act"
    with scope(session_of("manager")):
        assert Submission.objects.count() == kept


@pytest.mark.article("14")
def test_only_the_data_manager_starts_an_inspection(town: Run) -> None:
    frozen, before = Snapshot.objects.count(), refused("quality.freeze")
    status, body = Caller("clerk2").post("/inspections")
    assert status == 403
    assert is_refusal(body, "JY403")
    assert Snapshot.objects.count() == frozen
    assert refused("quality.freeze") == before + 1
    manager = Caller("manager")
    made = manager.done(manager.post("/inspections", {"engine": "duckdb"}))
    assert Caller("supervisor").get(f"/inspections/{made['run']}") == (200, made)


@pytest.mark.article("14")
def test_a_run_reads_as_the_command_writes_it(town: Run) -> None:
    from jiuye.front.commands.inspect import report

    wanted = json.loads(json.dumps(report(town, session_of("manager")))) | {"seconds": town.seconds}
    status, told = Caller("manager").get(f"/inspections/{town.number}")
    assert status == 200
    assert told["snapshot_at"].endswith("+08:00")
    assert told == wanted
    assert Caller("clerk2").get(f"/inspections/{town.number}")[0] == 403
    assert Caller("manager").get("/inspections/JC-99999")[0] == 404


@pytest.mark.article("14")
@pytest.mark.parametrize("account", ["manager", "contact-371002"])
def test_findings_are_paged_by_key_within_the_district(town: Run, account: str) -> None:
    caller, seen, after = Caller(account), [], ""
    while True:
        status, page = caller.get(f"/inspections/{town.number}/findings?limit=7&after={after}")
        assert status == 200
        seen += [f["id"] for f in page["findings"]]
        after = page["next"]
        if not after:
            break
    with scope(session_of(account)):
        wanted = [str(k) for k in Finding.objects.filter(run=town).values_list("pk", flat=True)]
    assert sorted(seen) == sorted(wanted)
    assert len(seen) == len(set(seen))
    narrow = caller.get(f"/inspections/{town.number}/findings?district=371003")[1]["findings"]
    assert {f["district"] for f in narrow} == ({"371003"} if account == "manager" else set())


@pytest.mark.article("6(1)")
def test_long_work_is_its_own_persons_to_ask_and_to_cancel(house: Instance, newcomers: Path) -> None:
    clerk = Caller("clerk2")
    response = clerk.client.post(
        "/api/submissions", {"dataset": "person", "file": SimpleUploadedFile("p.csv", newcomers.read_bytes())},
        headers=clerk.headers,
    )  # fmt: skip
    status, job = read(response)
    assert (status, response["Location"]) == (202, job["url"])
    path = job["url"].removeprefix("/api")
    for other in ("clerk", "manager"):
        assert Caller(other).get(path)[0] == 404
        assert Caller(other).post(f"{path}/cancel")[0] == 404
    assert clerk.get("/jobs/nonsense")[0] == 404
    status, told = clerk.post(f"{path}/cancel")
    assert (status, told["state"]) == (200, "cancelled")
    status, body = clerk.post(f"{path}/cancel")
    assert status == 422
    assert is_refusal(body, "T002")
    assert clerk.post(f"{path}/resume")[0] == 422
    assert drained() == 0


@pytest.mark.article("17")
def test_after_signing_out_the_work_is_refused_and_may_go_on(house: Instance, newcomers: Path) -> None:
    clerk = Caller("clerk2")
    path = clerk.hand_in(newcomers)[1]["url"].removeprefix("/api")
    assert clerk.post("/sign-out")[0] == 204
    drained()
    clerk = Caller("clerk2")
    job = clerk.get(path)[1]
    assert (job["state"], job["refusal"]["code"]) == ("refused", "JY401")
    assert clerk.done(clerk.post(f"{path}/resume"))["rows"] == 20


MISSHAPEN = [
    "/inspections/JC-00001/findings?limit=0", "/inspections/JC-00001/findings?limit=x",
    "/inspections/JC-00001/findings?dataset=nobody", "/inspections/JC-00001/findings?district=37",
    "/inspections/JC-00001/findings?after=%00", "/inspections/JC-00001/findings?rule=%00",
]  # fmt: skip


@pytest.mark.parametrize("path", MISSHAPEN)
def test_a_misshapen_request_is_told_what_is_wrong(town: Run, path: str) -> None:
    status, body = Caller("manager").get(path)
    assert status == 422
    assert is_refusal(body, "A422")


@pytest.mark.parametrize("path", ["/submissions/%00", "/inspections/%00", "/submissions/%F0%9F%98%80"])
def test_a_strange_number_is_only_not_found(town: Run, path: str) -> None:
    assert Caller("manager").get(path)[0] == 404


def test_a_body_that_is_no_json_is_refused_in_words(house: Instance) -> None:
    caller = Caller("manager")
    response = caller.client.post("/api/inspections", "{", content_type=JSON, headers=caller.headers)
    assert response.status_code in (400, 422)
    assert set(response.json()) == {"code", "reason", "help"}


def test_the_description_is_served_here_and_loads_nothing_from_elsewhere(house: Instance) -> None:
    client = Client(headers={"host": "localhost"})
    response = client.get("/api/openapi.json")
    described = response.json()
    assert described["openapi"].startswith("3.")
    for act in ("collection.import_batch", "collection.accept", "collection.return_", "quality.inspect", "jobs.job"):
        assert act in response.content.decode()
    assert client.get("/api/docs").status_code == 404
    assert "default-src 'none'" in response["Content-Security-Policy"]
