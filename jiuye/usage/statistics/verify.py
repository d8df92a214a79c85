"""A kept statistic computed again from its snapshot: the same digits, or somebody has to answer. Art. 11."""

from jiuye.parties.sessions import Session, scope
from jiuye.usage.statistics.definitions import definitions
from jiuye.usage.statistics.figuring import digest, figure, filed_before
from jiuye.usage.statistics.models import Statistic
from jiuye.usage.statistics.periods import Period


def recompute(statistic: Statistic, *, by: Session) -> str:
    """The digest of the figures as its snapshot gives them now; `by` somebody of the city. Raises `SealBroken` when
    the snapshot was altered, FileNotFoundError when it is gone."""
    frozen = statistic.snapshot
    report = definitions(frozen.definition).reports[statistic.report]
    told = Period(statistic.kind, statistic.first, statistic.last)
    with scope(by):
        return digest(*figure(frozen, report, told, filed_before(statistic)))
