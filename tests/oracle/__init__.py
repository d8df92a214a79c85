"""The plain-Python oracle: rules and indicators told from the import files and the catalogue's files alone.

It imports nothing of the product, reads the original rule notation (notes in `semantics`), counts the five
indicators (notes in `indicators`), and is what the SQL engines are held against. Art. 14.
"""

from .counts import Count, Parts
from .indicators import indicators
from .notation import NotationError
from .semantics import Violations, violations
from .town import Town, load

__all__ = ["Count", "NotationError", "Parts", "Town", "Violations", "indicators", "load", "violations"]
