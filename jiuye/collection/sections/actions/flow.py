"""取用已采数据: what other sections already hold of somebody is offered to the form opened for him. Art. 6(2)."""

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from uuid import UUID

from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope
from jiuye.records.flows import Held, offers, whose
from jiuye.records.keys import sealer
from jiuye.records.models import MODELS
from jiuye.records.seal import open_item
from jiuye.records.shown import strength, words
from jiuye.standards.catalogue import DATASETS
from jiuye.standards.queries import catalogue

_ANOTHER = no(
    "所填证件号码不是这个人员编号的，没有带出已有的数据", code="C050", help="请看证件，核对证件号码和人员编号。"
)


@dataclass(frozen=True)
class Offer:
    """One value as it would be typed and as it is read, and where it comes from in words: source, day, strength."""

    value: str
    shown: str
    said: str


def flow(
    dataset: str, known: Mapping[str, str], *, by: Session, wanted: Container[str] | None = None
) -> dict[str, Offer]:
    """Item → what is known already, for whom `known` names (person_id, employer_id, and id_number to be sure);
    of the items `wanted` only, where they are told. A person's sealed values for whoever has his identity number before
    him: a business number alone, which anybody may count up, opens none.

    Every record a value is taken from gets its entry: which items, for which form; sealed values are opened under
    it. Raises `Refused` where the post may not, and where the number is another's."""
    with scope(by):
        his = whose(known)
        found = {
            i: held for i, held in offers(dataset, known).items()
            if (wanted is None or i in wanted) and (his or held.flow.key != "person_id" or not _sealed(held))
        }  # fmt: skip
    if his is False:
        with act("collection.flow", by=by, why=f"办理{DATASETS[dataset]}"):
            _ANOTHER.or_refuse()
    by_record: dict[tuple[str, UUID], dict[str, Held]] = defaultdict(dict)
    for item, held in found.items():
        by_record[held.flow.source, held.record_id][item] = held
    told: dict[str, Offer] = {}
    for (source, record_id), some in by_record.items():
        names = [held.flow.source_item for held in some.values()]
        on = (MODELS[source]._meta.label_lower, record_id)
        with act("collection.flow", by=by, on=on, why=f"办理{DATASETS[dataset]}", items=names):
            told |= {item: _offer(held) for item, held in some.items()}
    return {item: told[item] for item in found}


def _offer(held: Held) -> Offer:
    value = _text(held)
    to = catalogue().items[held.flow.target][held.flow.target_item]
    label = catalogue().label(to.code_list, value) if to.code_list else ""
    return Offer(value, f"{value} {label}".strip(), said(held))


def _sealed(held: Held) -> bool:
    item = catalogue().items[held.flow.source][held.flow.source_item]
    return item.protection == "sealed" and not held.flow.value


def _text(held: Held) -> str:
    if _sealed(held):
        return open_item(held.flow.source, held.record_id, held.flow.source_item, held.value, sealer())
    return words(held.value)


def said(held: Held) -> str:
    day = f"，{words(held.at)[:10]}" if held.at else ""
    return f"{DATASETS[held.flow.source]}{day}，{strength(held.strength)}"
