"""Template helpers of the look."""

from django import template

register = template.Library()
