"""Governed look-up: who looks whom up, for what, how often, and what is odd about it. Art. 10(3)."""
