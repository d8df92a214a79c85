"""The digest an approval is bound to: SM3 (GB/T 32905) of the exact difference, its reason and its evidence."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jiuye.lib.sealing import sm3
from jiuye.maintenance.models import Line


def digest(reason: str, detail: Mapping[str, Any], lines: Iterable[Line], evidence: Sequence[str]) -> str:
    """Hexadecimal. evidence: the SM3 digests of the files. Two lists that differ anywhere give two digests."""
    ordered = sorted(lines, key=lambda line: line.position)
    told = [[x.dataset, str(x.record_id), str(x.base), x.before, x.after] for x in ordered]
    whole = [reason, detail, told, sorted(evidence)]
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3(text.encode()).hex()
