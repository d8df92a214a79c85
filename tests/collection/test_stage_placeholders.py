"""占位值: the quick form that every sealed value passes says what the oracle's plain form says. Art. 14(3)."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiuye.standards.catalogue import load_files
from jiuye.standards.language.placeholders import RUN, SIGNS_END, is_placeholder, placeholders
from tests.oracle.placeholders import Placeholders

pytestmark = pytest.mark.article("14(3)")
LISTS = load_files(1).code_lists
LISTED = frozenset(LISTS["placeholder_value"].values())
NAMES = frozenset(LISTS["division_all_years"].values())
PLAIN = Placeholders(set(LISTED), set(NAMES))

RUNS = st.builds(lambda at, n: RUN[at : at + n], st.integers(0, 19), st.integers(1, 25))
SIGNS = [" ", "　", "\t", "、", "-", "★", "①", "½", "〇", "\x1c", "１"]
PARTS = st.sampled_from([*sorted(LISTED), *sorted(NAMES)[::40], *SIGNS])
TEXTS = st.one_of(
    st.text(max_size=12),
    st.builds(str.__mul__, st.sampled_from("0a无- ①　"), st.integers(1, 9)),
    RUNS,
    st.lists(st.one_of(PARTS, st.text("无1 -", max_size=3), RUNS), max_size=5).map("".join),
)


@settings(max_examples=3000, deadline=None)
@given(TEXTS)
def test_quick_and_plain_form_agree(value: str) -> None:
    assert is_placeholder(value, LISTED, NAMES) == PLAIN(value), value
    assert placeholders([value, None], LISTED, NAMES) == [PLAIN(value), None], value


def test_blanks_at_the_ends() -> None:
    for value in (" 11 1", "111 ", "　无无无", " ab", "1 1", "\t\t\t", "  "):
        assert is_placeholder(value, LISTED, NAMES) == PLAIN(value), value


def test_what_the_quick_form_relies_on() -> None:
    """No letter or number is a sign; all signs are in the planes that are read; runs are digits."""
    signs = [n for n in range(0x110000) if unicodedata.category(chr(n))[0] in "PS"]
    assert max(signs) < SIGNS_END
    assert not any(chr(n).isalnum() for n in signs)
    assert re.fullmatch("[0-9]+", RUN)
