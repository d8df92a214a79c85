"""勾稽检查: every check finds what it is for. Art. 11."""

from decimal import Decimal

import pytest

from jiuye.usage.statistics.checks import faults
from jiuye.usage.statistics.compute import Cell, Counted, Figures
from jiuye.usage.statistics.definitions import Report, definitions

pytestmark = pytest.mark.article("11")


def test_every_check_finds_what_it_is_for() -> None:
    report, work = (definitions().reports[name] for name in ("unemployment", "employment"))

    def found(of: Report, **given: int) -> set[str]:
        figures: Figures = {}
        for text, value in given.items():
            measure, _, rest = text.partition("__")
            place, _, sex = rest.partition("_")
            cell = Cell(measure, place.removeprefix("p"), "sex" if sex else "", sex)
            figures[cell] = Counted(Decimal(value), value)
        return {f.check for f in faults(of, figures, {})}

    assert found(report, closing=3, closing__p371002=3, opening=3, opening__p371002=3) == set()
    assert found(report, closing=4, closing__p371002=4, opening=3, opening__p371002=3) == {"balance"}
    assert found(report, closing=3, closing__p371002=2, opening=3, opening__p371002=2) == {"districts"}
    assert found(work, new_total=2, new_total__p371002=2, new_total___1=1, new_total__p371002_1=1) == {"groups"}
    assert found(work, new_total=1, new_total__p371002=1, reemployed=2, reemployed__p371002=2) == {"not_more"}
    assert "growing" in found(work, new_total=-1, new_total__p371002=-1)
