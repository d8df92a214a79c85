"""The digest an approval is bound to: SM3 (GB/T 32905) of the exact difference, its reason and its evidence."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jiuye.lib.sealing import sm3
from jiuye.maintenance.models import Line


def digest(reason: str, detail: Mapping[str, Any], lines: Iterable[Line], evidence: Sequence[str]) -> str:
    """Hexadecimal. evidence: the SM3 digests of the files. Two lists that differ anywhere give two digests."""
    told = [_told(x) for x in sorted(lines, key=lambda line: line.position)]
    whole = [reason, detail, told, sorted(evidence)]
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3(text.encode()).hex()


def _told(line: Line) -> list[Any]:
    """Lines drawn before verdicts were kept had none to cover."""
    judged = [] if line.verdicts is None else [line.faults, line.verdicts]
    return [line.dataset, str(line.record_id), str(line.base), line.before, line.after, *judged]
