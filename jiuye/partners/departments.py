"""What each department answers, in its own words and fields, as its contract says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jiuye.partners.register import Register

Asked = Mapping[str, str]
Answer = dict[str, object]


@dataclass(frozen=True)
class Door:
    """One address of a department: the contract it serves, the field that names whom, and the answer."""

    contract: str
    subject: str
    answer: Callable[[Asked, Register], Answer]


def identity(asked: Asked, register: Register) -> Answer:
    """公安 101: are number and name one person?"""
    return _compared(asked, register, "gmsfhm", ("xm",), "bdjg", ("1", "2", "3"), "butong")


def death(asked: Asked, register: Register) -> Answer:
    """公安 103: was the household entry ended by death?"""
    number = asked["gmsfhm"]
    if not register.knows(number):
        return {"zxbs": "9", "zxrq": ""}
    state = register.state(number, "zxbs", "0", s983="1")
    return {"zxbs": state, "zxrq": register.state(number, "zxrq", "2026-01-15") if state == "1" else ""}


def marriage(asked: Asked, register: Register) -> Answer:
    """民政 203: does the marriage register agree?"""
    number = asked["sfzh"]
    if not register.knows(number):
        return {"hdjg": "9"}
    return {"hdjg": "1" if register.state(number, "sbzt", asked["sbzt"], s985="D") == asked["sbzt"] else "2"}


def low_income(asked: Asked, register: Register) -> Answer:
    """民政 202: is he on the list of the minimum living allowance?"""
    number = asked["sfzh"]
    if not register.knows(number):
        return {"dbzt": "X", "qsrq": ""}
    state = register.state(number, "dbzt", "Y", s986="N")
    return {"dbzt": state, "qsrq": register.state(number, "qsrq", "2025-07-01") if state == "Y" else ""}


def degree(asked: Asked, register: Register) -> Answer:
    """教育 301: level and school of the degree."""
    return _compared(asked, register, "zjhm", ("xm", "xlcc", "yxmc"), "hyjg", ("OK", "DIFF", "NONE"), "cy")


def custody(asked: Asked, register: Register) -> Answer:
    """司法行政 401: is he serving a sentence?"""
    number = asked["zjhm"]
    if not register.knows(number):
        return {"zyzt": "9", "rjrq": ""}
    state = register.state(number, "zyzt", "0", s984="1")
    return {"zyzt": state, "rjrq": register.state(number, "rjrq", "2025-03-01") if state == "1" else ""}


def registration(asked: Asked, register: Register) -> Answer:
    """市场监管 501: are code, name and legal representative one entry?"""
    return _compared(asked, register, "tyshxydm", ("qymc", "fddbr"), "hcjg", ("1", "2", "0"), "bhx")


def standing(asked: Asked, register: Register) -> Answer:
    """市场监管 502: open, cancelled or revoked?"""
    code = asked["tyshxydm"]
    if not register.knows(code):
        return {"jyzt": "0", "bgrq": ""}
    state = register.state(code, "jyzt", "K", s988="Z")
    return {"jyzt": state, "bgrq": register.state(code, "bgrq", "2025-11-30") if state != "K" else ""}


def _compared(
    asked: Asked, register: Register, subject: str, items: tuple[str, ...], result: str,
    words: tuple[str, str, str], differing: str,
) -> Answer:  # fmt: skip
    """same, other or nobody, in the department's three words, and which items differ."""
    same, other, nobody = words
    if not register.knows(asked[subject]):
        return {result: nobody, differing: []}
    found = register.differing(asked[subject], {i: asked[i] for i in items if asked.get(i)})
    return {result: other if found else same, differing: found}


DEPARTMENTS: dict[str, dict[str, Door]] = {
    "10": {
        "/gongan/v1/identity": Door("gongan-101-1", "gmsfhm", identity),
        "/gongan/v1/death": Door("gongan-103-1", "gmsfhm", death),
    },
    "20": {
        "/minzheng/v1/low-income": Door("minzheng-202-1", "sfzh", low_income),
        "/minzheng/v1/marriage": Door("minzheng-203-1", "sfzh", marriage),
    },
    "30": {"/jiaoyu/v1/degree": Door("jiaoyu-301-1", "zjhm", degree)},
    "40": {"/sifa/v1/custody": Door("sifa-401-1", "zjhm", custody)},
    "50": {
        "/scjg/v1/registration": Door("scjg-501-1", "tyshxydm", registration),
        "/scjg/v1/standing": Door("scjg-502-1", "tyshxydm", standing),
    },
}
