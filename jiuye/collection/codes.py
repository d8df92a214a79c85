"""Code lists as a clerk chooses from them: by code, label or pinyin initials."""

from dataclasses import dataclass
from functools import lru_cache

from jiuye.parties.weihai import CITY
from jiuye.standards.catalogue import Catalogue
from jiuye.standards.models import Code
from jiuye.standards.queries import catalogue

LONG = 400  # a list longer than this is searched on the server instead of sent with the page
FLAGS = frozenset({"yes_no"})
FOUND = 20
_HOME = CITY[0][:4]


@dataclass(frozen=True)
class Option:
    """One code as shown: the label of an administrative division tells its province and city too."""

    code: str
    label: str
    initials: str


def options(name: str) -> tuple[Option, ...]:
    """All codes of a list of the standard in force; empty for a list judged by a pattern."""
    return _options(name, catalogue())


@lru_cache(maxsize=256)
def _options(name: str, standard: Catalogue) -> tuple[Option, ...]:
    found = Code.objects.filter(code_list__name=name, code_list__version__number=standard.version, retired=False)
    rows = found.order_by("code").values_list("code", "label", "initials")
    codes = {code: (label, initials) for code, label, initials in rows}
    if not name.startswith("division_all"):
        return tuple(Option(code, label, initials) for code, (label, initials) in codes.items())
    named = [Option(code, _path(code, codes), initials) for code, (_, initials) in codes.items()]
    # The city's own first: nearly everybody who comes lives here.
    return tuple(sorted(named, key=lambda o: (not o.code.startswith(_HOME), o.code)))


def _path(code: str, codes: dict[str, tuple[str, str]]) -> str:
    """A division with its province and city before it; 市辖区 says nothing and is left out."""
    above = [codes[c][0] for c in (f"{code[:2]}0000", f"{code[:4]}00") if c in codes and c != code]
    return "".join(part for part in [*above, codes[code][0]] if part not in ("市辖区", "县"))


def label(name: str, code: str) -> str:
    """The label of a code, retired ones flagged; "" for one that never was in the list."""
    standard = catalogue()
    return _labels(name, standard).get(code) or standard.label(name, code)


@lru_cache(maxsize=256)
def _labels(name: str, standard: Catalogue) -> dict[str, str]:
    return {o.code: o.label for o in _options(name, standard)}


def search(name: str, typed: str) -> list[Option]:
    """The first codes that fit what was typed: code or initials from the start, label anywhere."""
    wanted = typed.strip().lower()
    fits = (
        o for o in options(name)
        if o.code.lower().startswith(wanted) or o.initials.startswith(wanted) or wanted in o.label.lower()
    )  # fmt: skip
    return [o for o, _ in zip(fits, range(FOUND), strict=False)]


def is_long(name: str) -> bool:
    return len(options(name)) > LONG
