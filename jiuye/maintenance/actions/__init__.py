"""Every write of the maintenance room, one function per act."""

from jiuye.maintenance.actions.apply import apply, apply_back
from jiuye.maintenance.actions.batch import bind_province, propose_batch
from jiuye.maintenance.actions.carry_out import modify
from jiuye.maintenance.actions.evidence import view_evidence
from jiuye.maintenance.actions.execute_batch import execute_batch, invert_batch
from jiuye.maintenance.actions.export_life import export_life
from jiuye.maintenance.actions.merge import apply_merge, merge
from jiuye.maintenance.actions.retire import apply_retire, retire
from jiuye.maintenance.actions.show_value import show_value
from jiuye.maintenance.actions.steps import approve, recheck, refuse, send_back
from jiuye.maintenance.actions.unmerge import apply_unmerge, unmerge

__all__ = [
    "apply", "apply_back", "apply_merge", "apply_retire", "apply_unmerge", "approve", "bind_province",
    "execute_batch", "export_life", "invert_batch", "merge", "modify", "propose_batch", "recheck", "refuse", "retire",
    "send_back", "show_value", "unmerge", "view_evidence",
]  # fmt: skip
