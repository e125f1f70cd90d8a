"""How many of the machine's cores this process may use."""

from __future__ import annotations

import os


def cores() -> int:
    """The number of cores; a container or `taskset` may allow fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
