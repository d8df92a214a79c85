"""What a card reader types: the number in its line, or the line as it is."""

import pytest

from jiuye.lib.card import number_on


def checked(head: str) -> str:
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, weights, strict=True)) % 11]


NUMBER = checked("37109819900307123")


@pytest.mark.parametrize(
    "line",
    [
        f"{NUMBER}\r\n",
        f"张三|男|汉|19900307|威海市环翠区海滨路1号|{NUMBER}|威海市公安局|20100101|20300101",
        f'{{"name":"张三","idNumber":"{NUMBER.lower()}"}}',
        f"NAME=张三;ID={NUMBER};",
    ],
)
def test_the_number_is_found(line: str) -> None:
    assert number_on(line) == NUMBER


def test_what_has_no_one_number_stays_as_it_is() -> None:
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    other = checked("37109819910307123")
    for line in ("H01234567", wrong, f"{NUMBER}|{other}", ""):
        assert number_on(f" {line} ") == line
