"""Names as they are typed and sorted: pinyin syllables apart, and their initials.

Persons: the surname in its surname reading, each further character in its commonest one. Employers: words
that pypinyin's phrases read otherwise (银行, 重庆) are read so; only names with such a character ask it.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from jiuye.lib.surnames import COMPOUND, SURNAMES

_TOKEN = re.compile(r"[A-Za-z0-9]+|[^\sA-Za-z0-9]")
_LATIN = re.compile(r"[\sA-Za-z0-9]")
_READABLE = re.compile(r"[a-z0-9]+")
# Characters whose reading in an employer's name depends on the word around them.
_BY_WORD = frozenset("会模行重长乐厦朝都曾单调解传藏车卜参还校血乘系秘省差称盛弹宿折着")
_LONGEST = 4  # characters of a word looked up around one of these


class _Readings(dict[str, str]):
    """The commonest reading of a character, "" for one that has none; asked of pypinyin once each."""

    def __missing__(self, char: str) -> str:
        told = lazy_pinyin(char, style=Style.NORMAL, errors="ignore")
        self[char] = told[0] if told and _READABLE.fullmatch(told[0]) else ""
        return self[char]


_READ = _Readings()


def of_person(name: str) -> list[str]:
    """单晓芳 → shan, xiao, fang. Foreign names keep their words: Anna-Maria → anna, maria."""
    if name[:2] in COMPOUND and len(name) > 2:
        return [*COMPOUND[name[:2]], *_pieces(name[2:])]
    if name[:1] in SURNAMES and len(name) > 1:
        return [SURNAMES[name[0]], *_pieces(name[1:])]
    return _pieces(name)


def of_employer(name: str) -> list[str]:
    """威海银行 → wei, hai, yin, hang."""
    if _BY_WORD.isdisjoint(name):
        return _pieces(name)
    pieces: list[str] = []
    for token in _TOKEN.finditer(name):
        text = token[0]
        if text in _BY_WORD:
            pieces.append(_in_word(name, token.start()))
        elif read := text.lower() if text.isascii() and text[0].isalnum() else _READ[text]:
            pieces.append(read)
    return pieces


def _in_word(name: str, at: int) -> str:
    """The reading of the character at a place, by the longest word of pypinyin's that holds it."""
    for length in range(_LONGEST, 1, -1):
        for start in range(max(0, at - length + 1), at + 1):
            word = phrases_dict.get(name[start : start + length])
            if word and start + len(word) > at:
                return _plain(word[at - start][0])
    return _READ[name[at]]


def _pieces(name: str) -> list[str]:
    """Syllables; runs of letters and digits stay together, signs are left out."""
    if _LATIN.search(name):
        read = [t.lower() if t.isascii() and t[0].isalnum() else _READ[t] for t in _TOKEN.findall(name)]
    else:
        read = [_READ[char] for char in name]
    return [r for r in read if r] if "" in read else read


def keys(dataset: str, names: Sequence[str | None]) -> tuple[list[str | None], list[str | None]]:
    """Of the names of a column, row by row: the syllables apart (what is sorted by), and their initials.
    None for none."""
    read = NAMED[dataset][1]
    pinyin: list[str | None] = []
    initials: list[str | None] = []
    for name in names:
        pieces = read(name) if name else []
        pinyin.append(" ".join(pieces) or None)
        initials.append("".join([p[0] for p in pieces]) or None)
    return pinyin, initials


# Dataset → the item that names its subject, and how it is read.
NAMED: dict[str, tuple[str, Callable[[str], list[str]]]] = {
    "person": ("name", of_person),
    "employer": ("employer_name", of_employer),
}


def readings(typed: str, most: int = 16) -> list[str]:
    """What letters typed without a gap may mean as syllables, the last perhaps unfinished: chenjiax →
    chen jia x, chen ji a x, … At most so many; none for what is no pinyin. A gap typed stays one."""
    words = typed.lower().replace("'", " ").split()
    found = [""]
    for n, word in enumerate(words):
        cut = _cuts(word, n == len(words) - 1, most)
        found = [f"{before} {one}".strip() for before in found for one in cut][:most]
    return found if words else []


def _cuts(word: str, last: bool, most: int) -> list[str]:
    """The first `most` ways to cut a word into syllables. From the end on, each place asked once: what is typed
    into a search box may be long and lead nowhere."""
    known, begun = _syllables()
    ways: dict[int, list[str]] = {}
    for at in reversed(range(len(word))):
        rest = word[at:]
        found = [rest] if rest in known or (last and rest in begun) else []
        for length in range(min(6, len(rest) - 1), 0, -1):
            if rest[:length] in known:
                found += [f"{rest[:length]} {further}" for further in ways[at + length]]
        ways[at] = found[:most]
    return ways[0]


@lru_cache(maxsize=1)
def _syllables() -> tuple[frozenset[str], frozenset[str]]:
    """All syllables, and all that one may begin with."""
    known = {_plain(reading) for told in pinyin_dict.values() for reading in told.split(",")}
    known = {k for k in known if len(k) > 1 or k in "aoe"}
    return frozenset(known), frozenset(k[:n] for k in known for n in range(1, len(k) + 1))


def _plain(reading: str) -> str:
    """Without its tone; ü is typed v."""
    apart = unicodedata.normalize("NFD", reading.replace("ü", "v").replace("ǖ", "v").replace("ǘ", "v"))
    apart = apart.replace("u\u0308", "v")
    return "".join(c for c in apart if not unicodedata.combining(c))
