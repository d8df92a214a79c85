"""The one error of the rule language."""


class RuleError(ValueError):
    """An expression is outside the rule language; the message (Chinese) says what and where."""
