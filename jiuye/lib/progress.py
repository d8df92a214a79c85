"""How long work says how far it is, and learns that it is to stop.

Whoever does long work calls `tell` where stopping would be safe: between two slices, chunks or rules. Whoever
started the work decides what that does: print it, write it down, or raise `Stopped`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Progress:
    """`done` of `of` (0: not known) in one step. final: what was begun is carried through from here on."""

    step: str
    done: int
    of: int = 0
    unit: str = "行"
    final: bool = False

    def __str__(self) -> str:
        return f"{self.step} {self.done:,}" + (f" / {self.of:,}" if self.of else "") + f" {self.unit}"


class Stopped(Exception):
    """Raised by `tell`: the work is to stop here. What is done stays done; the doer tidies up what is half done."""


Tell = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Nobody asked."""


def each(parts: Sequence[T], step: str, unit: str, tell: Tell) -> Iterator[T]:
    """The parts one by one, told before each and at the end."""
    for n, part in enumerate(parts):
        tell(Progress(step, n, len(parts), unit))
        yield part
    tell(Progress(step, len(parts), len(parts), unit))
