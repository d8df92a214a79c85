"""Faults in vacancies: each in one made for it, of an employer that has nothing else. R165 to R173, R220."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from jiuye.town.rows import Row

# What a case changes in a clean vacancy. The employer's row comes along.
Change = Callable[[Row, Row, Random, date], None]


def employer_closed(row: Row, employer: Row, rng: Random, today: date) -> None:
    employer.update(employer_status="3", cancelled_date=today - timedelta(days=30))
    row.update(vacancy_status="1", cancel_date=None, valid_until=today + timedelta(days=20))


def dates_reversed(row: Row, employer: Row, rng: Random, today: date) -> None:
    row.update(start_date=row["valid_until"] + timedelta(days=rng.randint(1, 30)))


def odd_headcount(row: Row, employer: Row, rng: Random, today: date) -> None:
    count = rng.choice((0, 5000))
    row.update(headcount=count, hired_count=0)


def more_than_wanted(row: Row, employer: Row, rng: Random, today: date) -> None:
    row["hired_count"] = row["headcount"] + rng.randint(1, 3)


def odd_wage(row: Row, employer: Row, rng: Random, today: date) -> None:
    low = rng.random() < 0.5
    row.update(wage_min="1500.00" if low else "6000.00", wage_max="2600.00" if low else "4000.00")


def odd_age(row: Row, employer: Row, rng: Random, today: date) -> None:
    low = rng.random() < 0.5
    row.update(age_min=14 if low else 45, age_max=35)


def by_sex(row: Row, employer: Row, rng: Random, today: date) -> None:
    row["sex_required"] = rng.choice("12")


def out_of_date(row: Row, employer: Row, rng: Random, today: date) -> None:
    until = min(row["valid_until"], today - timedelta(days=3))
    row.update(vacancy_status="1", cancel_date=None, valid_until=until, start_date=until - timedelta(days=60))


def placeholder(row: Row, employer: Row, rng: Random, today: date) -> None:
    item, value = rng.choice((("job_description", "无"), ("work_place", "威海市"), ("work_place", "不详"),
                              ("job_description", "待遇从优，请拨打16003700001")))  # fmt: skip
    row[item] = value


def no_reviewer(row: Row, employer: Row, rng: Random, today: date) -> None:
    row[rng.choice(("reviewer_id", "reviewed_at"))] = None


CHANGES: dict[str, Change] = {
    "R165": employer_closed, "R166": dates_reversed, "R167": odd_headcount, "R168": more_than_wanted, "R169": odd_wage,
    "R170": odd_age, "R171": by_sex, "R172": out_of_date, "R173": placeholder, "R220": no_reviewer,
}  # fmt: skip
