"""What a simulated department knows of somebody: what it was told, else what the number's serial says.

By convention, as payment gateways do with test cards: the serial (digits 15-17 of an identity number, characters
14-16 of a credit code) 981-989 stands for a case; everyone else is as he says. Towns give no serials from 900 up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOBODY, OTHER_NAME, DEAD, PRISONER, DIVORCED, NO_ALLOWANCE, NO_DEGREE, CLOSED = (
    "981", "982", "983", "984", "985", "986", "987", "988",
)  # fmt: skip


def case_of(number: str) -> str:
    """The serial that stands for a case."""
    return number[14:17] if number[:6].isdigit() else number[13:16]


@dataclass
class Register:
    """entries: number → what this department holds of it, item by item in its own words; None: nobody."""

    entries: dict[str, Mapping[str, str] | None] = field(default_factory=dict)

    def knows(self, number: str) -> bool:
        if number in self.entries:
            return self.entries[number] is not None
        return case_of(number) != NOBODY

    def differing(self, number: str, said: Mapping[str, str]) -> list[str]:
        """The items of what is said that this department holds otherwise."""
        held = self.entries.get(number)
        if held is not None:
            return [item for item, value in said.items() if item in held and held[item] != value]
        wrong = {OTHER_NAME: ("xm", "qymc"), NO_DEGREE: ("xlcc",)}.get(case_of(number), ())
        return [item for item in said if item in wrong]

    def state(self, number: str, item: str, usual: str, **cases: str) -> str:
        """What is held under `item`; `cases`: serial (as s983) → what it stands for; else `usual`."""
        held = self.entries.get(number)
        if held is not None and item in held:
            return held[item]
        return cases.get(f"s{case_of(number)}", usual)
