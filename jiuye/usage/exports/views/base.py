"""What the pages of the exports share."""

from functools import cached_property

from django.http import QueryDict

from jiuye.parties.pages import Page


class Room(Page):
    """A page of this room."""

    room = "usage"

    @cached_property
    def typed(self) -> QueryDict:
        """What was sent, without NUL: the database keeps none."""
        told = self.request.POST.copy()
        for name in told:
            told.setlist(name, [text.replace("\0", "") for text in told.getlist(name)])
        return told

    def said(self, name: str, most: int = 2000) -> str:
        return str(self.typed.get(name, ""))[:most]
