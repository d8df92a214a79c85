"""Writes of 沿革: what one states and another decides. Art. 2(1), 7, 9(2)."""

from jiuye.records.lineage.actions.decisions import confirm_lineage, refuse_lineage, view_paper
from jiuye.records.lineage.actions.disputes import annul_lineage, dispute_lineage, uphold_lineage
from jiuye.records.lineage.actions.statements import state_lineage

__all__ = [
    "annul_lineage", "confirm_lineage", "dispute_lineage", "refuse_lineage", "state_lineage", "uphold_lineage",
    "view_paper",
]  # fmt: skip
