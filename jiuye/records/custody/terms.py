"""保管期限: how long files of a kind are kept, and when their term is over. The terms are the standard's list
retention_period; which kind has which is the city's, and may be changed file by file through maintenance."""

from datetime import date

PERMANENT, THIRTY, TEN = "1", "2", "3"
YEARS = {THIRTY: 30, TEN: 10}
# Personal files in custody are kept for good; offers and applications pass sooner.
_KINDS = {"personnel_agency_file": PERMANENT, "job_seeking": TEN, "vacancy": TEN}


def term_of(dataset: str) -> str:
    """The retention_period of material that belongs to a record of the dataset."""
    return _KINDS.get(dataset, THIRTY)


def until(term: str, since: date) -> date | None:
    """The last day of a term; None for what is kept for good."""
    years = YEARS.get(term)
    return None if years is None else _years_on(since, years)


def _years_on(day: date, years: int) -> date:
    """The same day so many years later; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
