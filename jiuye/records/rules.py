"""Judgements of the records room: values in, verdict out."""

import re

from jiuye.lib.verdict import YES, Verdict, first_no, no

_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])|(?<![0-9])1[3-9][0-9]{9}(?![0-9])")


def may_look(case: str) -> Verdict:
    """Looking someone up needs a case: what it is for, or the number of the matter at hand. Art. 10(3).

    The case is written down and stands in addresses, so that it may not itself be a personal number."""
    text = case.strip()
    return first_no(
        YES if len(text) >= 2 else no("请先写明事由或办件编号", code="J001"),
        YES if len(text) <= 100 else no("事由最多 100 个字", code="J002"),
        no("事由里不要写证件号码或手机号码，写办件编号或办什么事", code="J003") if _NUMBER.search(text) else YES,
    )


def may_search(text: str) -> Verdict:
    """Two characters at least: one matches half the city."""
    if len(text.strip()) < 2:
        return no("至少写两个字，或写全证件号码、编号", code="J004")
    return YES
