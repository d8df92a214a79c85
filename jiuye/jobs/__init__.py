"""Long work: queued under a ticket, done by the worker, watched and stopped by whoever started it."""
