"""The employment database: six datasets as typed rows, sealed items with their facts, history. Art. 2, 8."""
