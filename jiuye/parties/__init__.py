"""Agencies, staff, posts, accounts; what each post may do; and the act itself. Art. 4, 9(1)."""
