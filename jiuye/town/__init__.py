"""A synthetic town the size one asks for, calibrated to Weihai. Nobody in it exists.

`generate` writes the import files of the six datasets and `truth.jsonl`, a line for each planted fault:
dataset, key (business number), row (1-based data row) and one of rule_id; missing (the item left empty);
duplicate_of with of_row and kind.
"""

from jiuye.town.generate import Summary, generate

__all__ = ["Summary", "generate"]
