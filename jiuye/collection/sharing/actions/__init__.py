"""Writes of sharing, a file per act."""

from jiuye.collection.sharing.actions.answer_department import answer_department
from jiuye.collection.sharing.actions.ask_department import ask_again, ask_department, check
from jiuye.collection.sharing.actions.connect_department import connect_department
from jiuye.collection.sharing.actions.settle_doubt import settle_doubt

__all__ = ["answer_department", "ask_again", "ask_department", "check", "connect_department", "settle_doubt"]
