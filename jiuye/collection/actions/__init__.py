"""Writes of the collection room, a file per act."""

from jiuye.collection.actions.accept import accept
from jiuye.collection.actions.import_batch import import_batch
from jiuye.collection.actions.inherit import inherit, order_inheritance
from jiuye.collection.actions.return_ import return_, withdraw
from jiuye.collection.actions.submit import submit
from jiuye.collection.actions.undo_batch import undo_batch

__all__ = [
    "accept", "import_batch", "inherit", "order_inheritance", "return_", "submit", "undo_batch", "withdraw",
]  # fmt: skip
