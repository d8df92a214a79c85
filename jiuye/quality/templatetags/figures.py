"""How the room's pages write numbers."""

from django import template

register = template.Library()


@register.filter
def grouped(value: int) -> str:
    """95,701 for 95701."""
    return f"{value:,}"


@register.filter
def bare(text: str) -> str:
    """A rate's text without its sign: 98.43 for 98.43%."""
    return text.removesuffix("%")


@register.filter
def ends(digest: str) -> str:
    """The two ends of a digest: 9f2c…e17a."""
    return f"{digest[:4]}…{digest[-4:]}"
