"""Pages of the maintenance room. Art. 9(3)."""
