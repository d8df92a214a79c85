"""本人查询: what is on file about a person, who looked at it, and what he may do about both. Art. 10(1), 10(2)."""
