"""Who lives in the town: birth dates, sexes and where they live, drawn from the index of a person alone.

Ages follow the census of 2020: 11.82 % under 15, 60.88 % 15-59, 27.30 % 60 and over; men 50.47 %
over all ages. How the three groups share out into five-year groups is ours.
"""

from bisect import bisect_right
from datetime import date
from itertools import accumulate
from math import gcd

from jiuye.town.days import add_years

# Per ten thousand, five-year groups from 0-4 to 95-99.
PYRAMID = (300, 430, 452, 360, 400, 530, 740, 760, 720, 820, 890, 868, 790, 730, 520, 310, 210, 120, 45, 5)
MEN_UNDER_15, MEN_15_59, MEN_60 = 0.525, 0.515, 0.4729
EDGES = [0, *accumulate(PYRAMID)]


class Population:
    """The birth dates of `size` people, stratified, as of a day."""

    def __init__(self, size: int, seed: int, as_of: date) -> None:
        self.size = size
        # Consecutive indexes land far apart in age, and every rank is taken once.
        self.stride = max(1, int(size * 0.6180339887))
        while gcd(self.stride, size) != 1:
            self.stride += 1
        self.shift = seed % size
        # People of a group were born after the first and up to the second of two neighbouring days.
        self.days = [add_years(as_of, -5 * n).toordinal() for n in range(len(PYRAMID) + 1)]

    def rank(self, index: int) -> int:
        """A place in 0..size-1 of its own, in order of age."""
        return (index * self.stride + self.shift) % self.size

    def birth(self, rank: int) -> date:
        """The birth date at that place; ranks next to each other are born next to each other."""
        place = (rank + 0.5) / self.size * EDGES[-1]
        group = bisect_right(EDGES, place) - 1
        within = (place - EDGES[group]) / PYRAMID[group]
        youngest, oldest = self.days[group], self.days[group + 1]
        # Nobody is younger than a week: a birth must have been there to be registered.
        return date.fromordinal(min(youngest - int(within * (youngest - oldest)), self.days[0] - 7))


def men_share(age: int) -> float:
    return MEN_UNDER_15 if age < 15 else MEN_15_59 if age < 60 else MEN_60
