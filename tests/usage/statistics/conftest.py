"""A town taken over, its import files kept, for statistics to be held against."""

from pathlib import Path

import pytest

from jiuye.front.demo import session_of
from jiuye.server.connect import Instance
from jiuye.usage.statistics.actions import file_report, freeze_period, run_report
from jiuye.usage.statistics.definitions import definitions
from jiuye.usage.statistics.models import PeriodSnapshot, Statistic
from jiuye.usage.statistics.periods import before, parse, period
from tests.quality import small_town


@pytest.fixture(scope="module")
def town(house: Instance, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The files of a town of PERSONS (of the module), faults among them, as they were taken over."""
    folder = tmp_path_factory.mktemp("statistics")
    small_town.settle(folder, persons=request.module.PERSONS, seed=11)
    return folder


@pytest.fixture(scope="module")
def frozen(town: Path) -> PeriodSnapshot:
    """The snapshot of the month that is over."""
    return freeze_period(before(period("month", small_town.day())).last, by=session_of("statistician"))


def run(report: str, code: str, frozen: PeriodSnapshot) -> Statistic:
    told = parse(code)
    assert told is not None
    return run_report(definitions().reports[report], told, frozen, by=session_of("statistician"))


def filed(report: str, code: str, frozen: PeriodSnapshot) -> Statistic:
    return file_report(run(report, code, frozen).pk, by=session_of("statistician"))
