"""Files that come in and go back: reading, header mapping, arranging, annotating. Art. 6.

No database and no model here: values in, values out. The way of a file, slice by slice:
`open_table` → `map_headers` → `Arranged` → `jiuye.standards.casting.cast` → … → `annotate`.
"""

from .annotate import annotate
from .arrange import Arranged
from .headers import Mapping, map_headers
from .names import Known
from .reading import open_table
from .table import SLICE, BadFile, Limits, Note, RowFault, Slice, Table

__all__ = [
    "SLICE",
    "Arranged",
    "BadFile",
    "Known",
    "Limits",
    "Mapping",
    "Note",
    "RowFault",
    "Slice",
    "Table",
    "annotate",
    "map_headers",
    "open_table",
]
