"""The most memory that this process ever held."""

import sys
from pathlib import Path

MEGABYTE = 1_000_000
_STATUS = Path("/proc/self/status")


def peak_rss_mb() -> float:
    """In megabytes, however the system counts."""
    return round(_peak() / MEGABYTE, 1)


def _peak() -> int:
    if sys.platform == "win32":
        return _of_windows()
    return _of_status() or _of_usage()


def _of_status() -> int:
    """Linux hands down `ru_maxrss` from the process that started this one, this record not."""
    if not _STATUS.exists():
        return 0
    lines = _STATUS.read_text("ascii", "replace").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def _of_usage() -> int:
    import resource  # only where there is one

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _of_windows() -> int:
    """The field PeakWorkingSetSize of the process's counters."""
    import ctypes

    sizes = (ctypes.c_size_t * 10)()
    sizes[0] = ctypes.sizeof(sizes)
    kernel = ctypes.CDLL("kernel32")
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    own = ctypes.c_void_p(kernel.GetCurrentProcess())
    found = kernel.K32GetProcessMemoryInfo(own, ctypes.byref(sizes), ctypes.sizeof(sizes))
    return int(sizes[1]) if found else 0
