"""Collection and review: what comes in, by which channel, judged by the standard, seen by a second person. Art. 5-7."""
