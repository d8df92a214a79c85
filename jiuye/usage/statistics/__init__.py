"""统计: routine reports from frozen snapshots, disclosure control, release. Art. 11."""
