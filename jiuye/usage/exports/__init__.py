"""导出: asked for, approved by another, produced by the machine, fetched once, reported on, destroyed. Art. 10(3)."""
