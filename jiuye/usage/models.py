"""Tables of the room; each part keeps its own and is imported here."""
