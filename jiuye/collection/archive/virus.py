"""A look by ClamAV where it is installed; where it is not, the page says that nothing was scanned."""

import shutil
import subprocess

from jiuye.lib.verdict import YES, Verdict, no

SECONDS = 60
_FOUND = 1  # clamscan's exit status for a virus


def installed() -> bool:
    return shutil.which("clamdscan") is not None or shutil.which("clamscan") is not None


def scan(data: bytes) -> Verdict:
    """No when a virus was found, or when the scanner that is there did not work; yes otherwise."""
    scanner = shutil.which("clamdscan") or shutil.which("clamscan")
    if scanner is None:
        return YES
    try:
        done = subprocess.run([scanner, "--no-summary", "-"], input=data, capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return no("病毒查杀没有完成，文件没有收下", code="A013", help="请稍后再传，或告诉信息机构运维岗。")
    if done.returncode == _FOUND:
        return no("文件里查出病毒，没有收下", code="A012", help="请用干净的设备重新扫描后再传。")
    if done.returncode:
        return no("病毒查杀没有完成，文件没有收下", code="A013", help="请稍后再传，或告诉信息机构运维岗。")
    return YES
