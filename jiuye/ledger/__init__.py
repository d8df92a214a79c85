"""The evidence book: entries, the rows they cover, history, seals. Art. 9(2). Below every other room but lib."""
