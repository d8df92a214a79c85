"""What a job was ordered with: the ticket's token and the person's words, sealed together, opened by the worker."""

import json
from collections.abc import Mapping
from uuid import UUID

from jiuye.jobs.models import Job
from jiuye.lib import vault


def seal(job: UUID, token: str, words: Mapping[str, str]) -> bytes:
    content = {"token": token, "words": dict(words)}
    return vault.wrap(_purpose(job), json.dumps(content, ensure_ascii=False).encode())


def opened(job: Job) -> tuple[str, dict[str, str]]:
    """(token, words)."""
    content = json.loads(vault.unwrap(_purpose(job.pk), bytes(job.sealed or b"")))
    return content["token"], content["words"]


def _purpose(job: UUID) -> str:
    return f"job:{job}"
