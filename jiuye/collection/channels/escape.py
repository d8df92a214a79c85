"""Values written back into a spreadsheet must not start a formula there."""

# Spreadsheets take these, full width too, as the start of a formula.
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def escaped(text: str) -> str:
    """An apostrophe before what would start a formula."""
    return "'" + text if text.startswith(STARTS) else text


# What undoes it, for our own file coming back.
UNDO = r"^'([=+\-@\t\r＝＋－＠])"
