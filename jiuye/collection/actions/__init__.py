"""Writes of the collection room, a file per act."""

from jiuye.collection.actions.accept import accept, first_review
from jiuye.collection.actions.import_batch import Trial, dry_run, import_batch
from jiuye.collection.actions.import_own import import_own
from jiuye.collection.actions.inherit import inherit, order_inheritance
from jiuye.collection.actions.open_submission import open_submission
from jiuye.collection.actions.return_ import return_, withdraw
from jiuye.collection.actions.sample import pass_undrawn, sample
from jiuye.collection.actions.submit import submit
from jiuye.collection.actions.sweep import sweep
from jiuye.collection.actions.take_up import take_up
from jiuye.collection.actions.try_out import try_out
from jiuye.collection.actions.undo_batch import undo_batch
from jiuye.collection.actions.unmask import unmask

__all__ = [
    "Trial", "accept", "dry_run", "first_review", "import_batch", "import_own", "inherit", "open_submission",
    "order_inheritance", "pass_undrawn", "return_", "sample", "submit", "sweep", "take_up", "try_out", "undo_batch",
    "unmask", "withdraw",
]  # fmt: skip
