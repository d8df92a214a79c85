"""Values that stand in for a value: the list and four patterns of indicators.md 3.3. `semantics` note 20."""

import re
import unicodedata

SAME = re.compile(r"(.)\1{2,}", re.DOTALL)
RUN = "1234567890" * 12


class Placeholders:
    """Tells placeholders by the values listed and the names of divisions."""

    def __init__(self, listed: set[str], division_names: set[str]) -> None:
        self.listed = listed
        self.names = division_names
        self.lengths = sorted({len(name) for name in division_names}, reverse=True)
        self.known: dict[str, bool] = {}

    def __call__(self, value: str) -> bool:
        if value not in self.known:
            self.known[value] = (
                value in self.listed
                or SAME.fullmatch("".join(value.split())) is not None
                or is_run(value)
                or all(unicodedata.category(c)[0] in "PS" for c in value)
                or self.only_divisions(value)
            )
        return self.known[value]

    def only_divisions(self, value: str) -> bool:
        """Names of divisions one after the other, nothing else."""
        reached = {0}
        for at in range(len(value)):
            if at in reached:
                reached |= {at + n for n in self.lengths if value[at : at + n] in self.names}
        return len(value) in reached


def is_run(value: str) -> bool:
    """Six or more consecutive rising digits, 0 after 9."""
    return len(value) >= 6 and value.isascii() and value.isdecimal() and value in RUN
