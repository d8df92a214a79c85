"""What a citizen or an employer may declare by himself, and what each form asks; the rest is known already.
Art. 6(3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiuye.collection.layout import Section
from jiuye.collection.mandates import of
from jiuye.lib import clock
from jiuye.parties.sessions import Session, scope
from jiuye.parties.weihai import CITY
from jiuye.records.own import OwnEmployer, OwnFile, own_file
from jiuye.standards.queries import catalogue

Mine = OwnFile | OwnEmployer  # whose declaration it is
OPEN = "1"  # a vacancy people are wanted for


@dataclass(frozen=True)
class Service:
    """One declaration: who makes it (a post), its dataset, what it is for in plain words, what is asked, what comes
    after."""

    post: str
    dataset: str
    title: str
    lede: str
    sections: tuple[Section, ...]
    after: str

    @property
    def items(self) -> frozenset[str]:
        return frozenset(n for s in self.sections for n in s.items)


def _service(post: str, dataset: str, title: str, lede: str, after: str, *sections: tuple[str, str]) -> Service:
    return Service(post, dataset, title, lede, tuple(Section(t, tuple(i.split())) for t, i in sections), after)


SERVICES = {
    s.dataset: s
    for s in [
        _service(
            "person", "unemployment_registration", "失业登记",
            "没有工作、有劳动能力、想找工作的，可以登记失业，享受就业服务。",
            "审核通过后，可以参加免费的职业指导、职业介绍和培训。",
            ("失业情况", "unemployment_date unemployment_kind unemployment_reason previous_employer_name"
             " previous_end_date work_ability_flag registration_place_kind"),
            ("找工作的打算", "job_wish training_wish_flag"),
        ),
        _service(
            "employer", "employment_registration", "就业登记", "招用了人，30 日内为他办就业登记。",
            "审核通过后计入单位的用工台账，职工本人也能查到。",
            ("职工", "id_number name"),
            ("岗位", "employment_form employment_category employment_channel start_date occupation_code"
             " occupation_name work_division monthly_wage work_hours_form"),
            ("合同", "contract_type contract_start_date contract_end_date social_insured_flag"),
            ("他的情况", "was_unemployed_flag hardship_flag"),
        ),
        _service(
            "employer", "vacancy", "招聘登记", "要招人，登记岗位，由公共就业服务机构免费推荐。",
            "审核通过后发布，有合适的人会推荐给单位。",
            ("岗位", "occupation_code occupation_name job_description headcount work_division work_place"
             " work_hours_form recruit_method"),
            ("待遇", "wage_min wage_max wage_note insurance_note accommodation_flag contract_term"),
            ("要求", "education_required age_min age_max"),
            ("联系和期限", "contact_person contact_phone start_date valid_until"),
        ),
    ]
}  # fmt: skip


def services_of(by: Session) -> list[Service]:
    """What this session may declare; under a mandate, what the mandate says."""
    if not by.mandate_id:
        return [s for s in SERVICES.values() if s.post == by.post]
    with scope(by):
        held = of(by)
    return [s for s in SERVICES.values() if held and s.dataset in held.datasets]


def known(service: Service, mine: Mine, by: Session) -> dict[str, str]:
    """What the form need not ask: who declares, by his own file, and where and when."""
    told = {
        **mine.known, "registered_date": clock.today().isoformat(),
        "registration_division": by.district if by.district != CITY[0] else "",
        "vacancy_status": OPEN, "recruitment_id": f"{clock.today():%Y%m%d}{mine.known.get('employer_id', '')}",
    }  # fmt: skip
    there = catalogue().items[service.dataset]
    return {n: v for n, v in told.items() if v and n in there and n not in service.items}


def declared(service: Service, typed: Mapping[str, str], mine: Mine, by: Session) -> dict[str, str]:
    """The row he hands in: what he was asked, and what is known; nothing else he might send."""
    return {n: v for n, v in typed.items() if n in service.items} | known(service, mine, by)


__all__ = ["SERVICES", "Mine", "Service", "declared", "known", "own_file", "services_of"]
