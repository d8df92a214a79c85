"""The data standard: datasets, items, code lists, rules and parameters, by version and date. Art. 5, 9(1), 14."""
