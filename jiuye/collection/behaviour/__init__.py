"""Behaviour data: what citizens who agreed to it did on their own pages, apart from the records. Art. 2(5)."""
