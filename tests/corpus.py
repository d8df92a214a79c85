"""One corpus of hard cases for every channel, the same in every run: hostile texts, days at the edge, codes of the
lists and beside them, and unions of faults. Synthetic."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from jiuye.standards.queries import catalogue
from tests.clean import Row
from tests.journeys.hostile import HOSTILE

AT_MOST = 4  # items of one row made hard


def edges(today: date) -> list[str]:
    """Days at which rules turn, and days that are none."""
    near = [today + timedelta(days=d) for d in (-366, -365, -91, -90, -61, -60, -31, -30, -7, -1, 0, 1, 365)]
    return [d.isoformat() for d in near] + [
        "1900-02-28", "1900-02-29", "1920-01-01", "1986-05-04", "1999-12-31", "2000-02-29", "2100-02-29", "2021-02-30",
        "2021-04-31", "2021-12-31", "2022-01-01", "9999-12-31", "0001-01-01", f"{today:%Y%m%d}", f"{today:%Y/%m/%d}",
        f"{today:%Y年%m月%d日}",
    ]  # fmt: skip


def hard(dataset: str, bases: Sequence[Row], items: Sequence[str], number: int, today: date) -> list[Row]:
    """So many rows, made of the bases in turn: each with one to four items made hard."""
    rng = random.Random(f"{dataset}:corpus")
    known = catalogue().items[dataset]
    days = edges(today)
    rows = []
    for n in range(number):
        row = dict(bases[n % len(bases)])
        for name in rng.sample(list(items), rng.choice((1, 1, 2, 2, 3, AT_MOST))):
            row[name] = _hard(known[name].data_type, known[name].code_list, days, rng)
        rows.append(row)
    return rows


def _hard(data_type: str, code_list: str, days: list[str], rng: random.Random) -> str:
    codes = [*catalogue().code_lists.get(code_list, {}), *catalogue().retired.get(code_list, {})]
    if codes and rng.random() < 0.6:
        code = rng.choice(codes)
        return rng.choice((code, code, code, f" {code}", f"{code}0", code.lstrip("0"), ""))
    if data_type in ("date", "datetime") and rng.random() < 0.7:
        return rng.choice(days)
    return rng.choice(HOSTILE) if rng.random() < 0.9 else ""
