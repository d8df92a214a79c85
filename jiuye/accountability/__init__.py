"""Answering for it: editions of the regulation today, cases and the clause register in their own time. Art. 20-22."""
