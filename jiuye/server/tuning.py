"""Settings of the embedded server, by the machine's memory. Written at each start; ALTER SYSTEM prevails."""

import os
from collections.abc import Mapping
from pathlib import Path

MIB = 1 << 20

# No values of people in the server's log: no statements, no parameters, no DETAIL of constraint errors.
_LOGGING = {
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",  # a week, then written over
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_connections": "on",
    "log_disconnections": "on",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}

# Change stream (reconcile) and incremental backups. Archiving is on but does nothing until a backup gives
# archive_command a place by ALTER SYSTEM: that needs a reload, whereas archive_mode would need a restart.
_WAL = {
    "wal_level": "logical",
    "max_wal_senders": "10",
    "max_replication_slots": "10",
    "max_slot_wal_keep_size": "4GB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "pglz",
    "summarize_wal": "on",
    "archive_mode": "on",
    "archive_command": "/bin/true",
    "track_commit_timestamp": "on",
}

_PEOPLE = {
    "max_connections": "60",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "datestyle": "iso, ymd",
    "password_encryption": "scram-sha-256",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
}

# For servers that are thrown away: nothing there need survive a crash.
CARELESS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "log_connections": "off",
    "log_disconnections": "off",
}


def memory() -> int:
    """Bytes this process may use: the machine's, or less where a control group says so."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return physical
    return min(physical, int(limit)) if limit.isdigit() else physical


def settings(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Name → value. An eighth of the memory is the server's own cache (128 MiB to 2 GiB): web, worker and
    inspections live on the same machine."""
    total = memory()
    sizes = {
        "shared_buffers": _mb(total // 8, 128, 2048),
        "effective_cache_size": _mb(total // 2, 256, 1 << 20),
        "maintenance_work_mem": _mb(total // 32, 64, 512),
        "work_mem": _mb(total // 512, 8, 64),
    }
    return {**sizes, **_LOGGING, **_WAL, **_PEOPLE, **(extra or {})}


def as_file(values: Mapping[str, str]) -> str:
    """The text of a PostgreSQL configuration file."""
    quoted = {name: value.replace("'", "''") for name, value in values.items()}
    return "".join(f"{name} = '{value}'\n" for name, value in sorted(quoted.items()))


def _mb(size: int, least: int, most: int) -> str:
    return f"{min(max(size // MIB, least), most)}MB"
