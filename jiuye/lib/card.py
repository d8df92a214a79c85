"""A card reader that types: the identity number in what it sends, a bare number or the whole line of a card."""

import re

from jiuye.lib.identity import identity_facts

_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")


def number_on(line: str) -> str:
    """The one identity number with a right check digit in a reader's line (name|sex|…|number|…, JSON or key=value);
    the line itself where there is none, or more than one."""
    text = line.strip()
    found = {m.upper() for m in _NUMBER.findall(text) if identity_facts(m.upper()).check_ok}
    return found.pop() if len(found) == 1 else text
