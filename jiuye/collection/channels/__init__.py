"""Files that come in and go back: reading, header mapping, arranging, annotating. Art. 6.

No database and no model here: values in, values out. The way of a file:
`read_table` → `map_headers` → `arrange` → `jiuye.standards.casting.cast` → … → `annotate`.
"""

from .annotate import annotate
from .arrange import Arranged, arrange
from .headers import Mapping, map_headers
from .names import Known
from .reading import read_table
from .table import BadFile, Limits, Note, RowFault, Table

__all__ = [
    "Arranged",
    "BadFile",
    "Known",
    "Limits",
    "Mapping",
    "Note",
    "RowFault",
    "Table",
    "annotate",
    "arrange",
    "map_headers",
    "read_table",
]
