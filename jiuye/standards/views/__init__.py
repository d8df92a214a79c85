"""Pages of the standards room: reading the standard, asking for something, drafting and publishing."""
