"""The embedded PostgreSQL and the process supervisor. Imports `jiuye.lib` and third parties only."""
