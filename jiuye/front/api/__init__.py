"""The API at /api/: the same actions, permissions and ledger as the pages, a file of operations for each room.

Who calls carries a session token in `Authorization: Bearer`, never the cookie, so that no other site can
make a browser call it. Every refusal is `{code, reason, help}`: 400 not readable, 401 sign in (again),
403 not this post or district, 404 not there or out of sight, 429 too much at once, 422 everything else.

Long work (a file, a batch, an inspection) answers 202 with the address of its job, which is asked until it has
ended. It runs for as long as the session it was started in is not ended: sign out and it is refused.
"""

from jiuye.front.api import (
    batches,
    collection,
    departments,
    exports,
    maintenance,
    quality,
    repairs,
    session,
    standards,
    usage,
    work,
)
from jiuye.front.api.door import api

for room in (session, standards, collection, work, usage, quality, maintenance, repairs, batches, exports):
    api.add_router("", room.router)
api.add_router("/departments", departments.router)

__all__ = ["api"]
