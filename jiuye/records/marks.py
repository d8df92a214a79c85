"""Before and after, character by character: what differs is marked, what is covered stays covered."""

from dataclasses import dataclass
from difflib import SequenceMatcher

# A correction of so few characters may show them; anything more would spell out the number.
SHOWN_AT_MOST = 4
Runs = list[tuple[str, bool]]  # (text, differs)


@dataclass(frozen=True)
class Marked:
    """Both sides as runs of text; `hidden` says that covered characters differ too."""

    before: Runs
    after: Runs
    hidden: bool = False


def plain(before: str, after: str) -> Marked:
    """Two plain texts."""
    left: Runs = []
    right: Runs = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if b > a:
            left.append((before[a:b], tag != "equal"))
        if d > c:
            right.append((after[c:d], tag != "equal"))
    return Marked(left, right)


def sealed(before: str, after: str, covered_before: str, covered_after: str) -> Marked:
    """Two sealed values with their covers: up to four differing positions show through, else none. Where only one side
    has a value its cover says all."""
    if not (before and after):
        return Marked([(covered_before, True)] if before else [], [(covered_after, True)] if after else [])
    places = [n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b]
    if len(before) != len(after) or len(places) > SHOWN_AT_MOST:
        return Marked([(covered_before, False)], [(covered_after, False)], hidden=before != after)
    return Marked(_through(before, covered_before, places), _through(after, covered_after, places))


def _through(value: str, cover: str, places: list[int]) -> Runs:
    runs: Runs = []
    for n, character in enumerate(cover):
        differs = n in places
        shown = value[n] if differs else character
        if runs and runs[-1][1] == differs:
            runs[-1] = (runs[-1][0] + shown, differs)
        else:
            runs.append((shown, differs))
    return runs
