"""Inspection: frozen snapshots, rules, five indicators, reports, tasks for the agencies. Art. 13-15."""
