"""Pages of the exports. Art. 10(3), 11."""
