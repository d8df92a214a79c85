"""What a citizen may declare by himself, and what each form asks him; the rest is known already. Art. 6(3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiuye.collection.layout import Section
from jiuye.lib import clock
from jiuye.parties.sessions import Session
from jiuye.parties.weihai import CITY
from jiuye.records.own import OwnFile, own_file


@dataclass(frozen=True)
class Service:
    """One declaration: its dataset, what it is for in plain words, what is asked, what comes after."""

    dataset: str
    title: str
    lede: str
    sections: tuple[Section, ...]
    after: str

    @property
    def items(self) -> frozenset[str]:
        return frozenset(n for s in self.sections for n in s.items)


def _service(dataset: str, title: str, lede: str, after: str, *sections: tuple[str, str]) -> Service:
    return Service(dataset, title, lede, tuple(Section(t, tuple(i.split())) for t, i in sections), after)


SERVICES = {
    s.dataset: s
    for s in [
        _service(
            "unemployment_registration", "失业登记", "没有工作、有劳动能力、想找工作的，可以登记失业，享受就业服务。",
            "审核通过后，可以参加免费的职业指导、职业介绍和培训。",
            ("失业情况", "unemployment_date unemployment_kind unemployment_reason previous_employer_name"
             " previous_end_date work_ability_flag registration_place_kind"),
            ("找工作的打算", "job_wish training_wish_flag"),
        ),
    ]
}  # fmt: skip


def known(service: Service, mine: OwnFile, by: Session) -> dict[str, str]:
    """What the form need not ask: who he is, by his own file, and where and when he declares it."""
    told = {
        "id_number": mine.id_number, "name": mine.name, "person_id": mine.person.person_id or "",
        "registered_date": clock.today().isoformat(),
        "registration_division": by.district if by.district != CITY[0] else "",
    }  # fmt: skip
    return {n: v for n, v in told.items() if v and n not in service.items}


def declared(service: Service, typed: Mapping[str, str], mine: OwnFile, by: Session) -> dict[str, str]:
    """The row he hands in: what he was asked, and what is known; nothing else he might send."""
    return {n: v for n, v in typed.items() if n in service.items} | known(service, mine, by)


__all__ = ["SERVICES", "OwnFile", "Service", "declared", "known", "own_file"]
