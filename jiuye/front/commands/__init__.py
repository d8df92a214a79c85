"""One module a command: NAME, HELP, arguments(parser), run(args) -> (status, JSON value, text)."""

from jiuye.front.commands import (
    bench,
    demo,
    findings,
    import_,
    inspect,
    ledger,
    lookup,
    reconcile,
    reinstate,
    report,
    run,
    statistics,
    status,
    town,
    worker,
)  # fmt: skip

COMMANDS = [
    run, status, demo, town, import_, inspect, findings, report, statistics, lookup, ledger, reconcile, reinstate,
    worker, bench,
]  # fmt: skip
