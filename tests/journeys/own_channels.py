"""The doors of those who act for themselves, with people or employers before them: web, phone, terminal, an employer's
own space by form and by file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiuye.collection import staging
from jiuye.collection.services import SERVICES
from jiuye.front.demo import session_of
from jiuye.front.middleware import KIOSK_COOKIE, OWN_COOKIE
from jiuye.lib import clock
from jiuye.lib.keys import uuid7
from jiuye.parties import terminals
from jiuye.parties.sessions import scope
from jiuye.partners.sms import Gateway
from jiuye.records.models import Person
from jiuye.records.own import file_of, person_numbers
from jiuye.server.connect import Instance
from tests.clean import Row
from tests.journeys.channels import Channel, Form, Outcome, in_csv, in_xlsx, last, outcomes
from tests.journeys.own_steps import a_minute_later, citizen, let_in, unemployment
from tests.kiosk.steps import machine, terminal
from tests.own import steps

CITIZENS, EMPLOYERS = ("web", "phone", "kiosk"), ("employment_registration", "vacancy")


@dataclass
class Own:
    """Each row by whoever it is about. clients: what `whose` of the row says → his browser; base: where his pages are;
    write: how his file is written, None for the form."""

    house: Instance
    name: str
    datasets: frozenset[str]
    clients: Mapping[str, Client]
    whose: str
    base: str = "/my"
    write: Any = None

    def hand_in(self, dataset: str, rows: Sequence[Row]) -> list[Outcome]:
        return [self._file(dataset, row) if self.write else self._form(dataset, row) for row in rows]

    def _form(self, dataset: str, row: Row) -> Outcome:
        typed = SERVICES[dataset].items
        return Form(self.house, self.name, self.datasets, self.clients[row[self.whose]], self.base, typed).one(
            dataset, row
        )

    def _file(self, dataset: str, row: Row) -> Outcome:
        upload: SimpleUploadedFile = self.write([{n: v for n, v in row.items() if n in SERVICES[dataset].items}])
        told = {"file": upload, "draft": str(uuid7())}
        answer = self.clients[row[self.whose]].post(f"{self.base}/file/{dataset}", told)
        assert answer.status_code == 302, answer.content.decode()[:2000]
        made: Any = last(answer.headers["Location"])
        return outcomes(self.house, dataset, made, 1, staging.faults_of(dataset, made, None))[0]


def own_client(token: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.cookies[OWN_COOKIE] = token
    return client


def people(house: Instance, sms: Gateway, number: int) -> tuple[list[Row], list[Channel]]:
    """What so many citizens declare, whole, and the channels by which they do."""
    rows: list[Row] = []
    clients: dict[str, dict[str, Client]] = {channel: {} for channel in CITIZENS}
    while len(rows) < number:
        row = citizen()
        who = row["id_number"]
        with scope(session_of("manager")):
            found = file_of(who)
            if found is None or found.district != "371002":
                continue
            known = Person.objects.get(pk=found.person.pk).person_id
        for channel, browsers in clients.items():
            browsers[who] = _signed_in(sms, who, channel)
            a_minute_later()
        rows.append(unemployment() | {
            "id_number": who, "name": row["name"], "person_id": known or "",
            "registered_date": clock.today().isoformat(), "registration_division": "371002",
        })  # fmt: skip
    dataset = frozenset({"unemployment_registration"})
    return rows, [
        Own(house, channel, dataset, browsers, "id_number", "/kiosk" if channel == "kiosk" else "/my")
        for channel, browsers in clients.items()
    ]


def _signed_in(sms: Gateway, who: str, channel: str) -> Client:
    session = let_in(sms, who, channel)
    if channel != "kiosk":
        return own_client(session.token)
    registered, secret = terminal(f"语料 {who[-6:]}")
    terminals.sit_down(session, registered)
    client = machine(secret)
    client.cookies[KIOSK_COOKIE] = session.token
    return client


def employers(house: Instance, number: int) -> tuple[dict[str, list[Row]], list[Channel]]:
    """By dataset, what so many employers declare, whole: whom they hired and whom they seek; and their channels."""
    rows: dict[str, list[Row]] = {dataset: [] for dataset in EMPLOYERS}
    clients: dict[str, Client] = {}
    for _ in range(number):
        its = steps.employer()
        by = steps.handler(its)
        clients[its["employer_id"]] = own_client(by.token)
        place = {"contact_person": its["contact_person"], "work_place": its["address"]}  # as its file says
        for dataset, typed in zip(EMPLOYERS, (steps.employment(), steps.vacancy() | place), strict=True):
            rows[dataset].append(steps.whole(dataset, typed, by) | _numbered(typed))
    both = frozenset(EMPLOYERS)
    ways = (("employer", None), ("employer CSV", in_csv), ("employer XLSX", in_xlsx))
    return rows, [Own(house, name, both, clients, "employer_id", write=write) for name, write in ways]


def _numbered(typed: Row) -> Row:
    """What others type of a person whom an employer only names."""
    if "id_number" not in typed:
        return {}
    who = {(typed.get("id_number", ""), typed.get("name", ""))}
    with scope(session_of("manager")):
        [number] = person_numbers(who).values()
    return {"person_id": number}
