"""What a timer is. Knows no table: commands name their timers before the installation is found."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timer:
    """What runs, under which act's name, how often."""

    name: str
    act: str
    seconds: int
    call: Callable[[], None]
