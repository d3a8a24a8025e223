# SPDX-License-Identifier: MIT
"""What both programs print instants with."""

from datetime import datetime, timedelta, timezone


def text_of(ms):
    """2026-10-08T03:00:00Z"""
    at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=ms)
    return at.isoformat(timespec="milliseconds" if ms % 1000 else "seconds").replace("+00:00", "Z")
