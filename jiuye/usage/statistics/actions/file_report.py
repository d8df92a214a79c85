"""上报: a statistic whose checks pass becomes the period's; corrections go to the next. Art. 11."""

from uuid import UUID

from jiuye.parties.act import act
from jiuye.parties.models import Staff
from jiuye.parties.sessions import Session
from jiuye.usage.statistics import rules
from jiuye.usage.statistics.actions.turns import one_at_a_time
from jiuye.usage.statistics.models import Statistic


def file_report(key: UUID, *, by: Session) -> Statistic:
    """Raises `Refused` where a check failed, or the period has been filed."""
    with act("usage.file_report", by=by, on=("usage.statistic", key)) as entry:
        one_at_a_time()
        statistic = Statistic.objects.select_related("snapshot").filter(pk=key).first()
        filed = statistic is not None and Statistic.objects.filter(
            report=statistic.report, kind=statistic.kind, first=statistic.first, state="filed"
        ).exclude(pk=key).exists()  # fmt: skip
        rules.may_file(statistic, filed, by.city_wide).or_refuse()
        assert statistic is not None
        statistic.state, statistic.filed_at = "filed", entry.at
        statistic.filed_by = Staff.objects.get(pk=by.staff_id)
        entry.put(statistic)
    return statistic
