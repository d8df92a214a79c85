"""The rule language: one boolean SQL expression over the items of a row, true = violated. Art. 14.

    id_type = '01' and fact(id_number, 'form') = 'ric18' and fact(id_number, 'birth_date') <> birth_date

Names are items of the own row (`self.` inside sub-queries). Other rows are read by
`ref(dataset, number, item)` (one related record; the smallest id where several bear the number),
`exists(select 1 from dataset d where d.x = self.x …)` and `(select count(*) | count(distinct y) | min(y) |
max(y) from …)`. Functions stand in `functions`; sealed items admit a null test, equality with another
sealed item and `fact(item, 'name')`, nothing else. A null operand never makes a rule hold.
Everything outside the language raises `RuleError`.
"""

from .errors import RuleError
from .statements import check, compile_expression, dataset_sql, looks_elsewhere, violations_sql
from .values import Values

__all__ = [
    "RuleError",
    "Values",
    "check",
    "compile_expression",
    "dataset_sql",
    "looks_elsewhere",
    "violations_sql",
]
