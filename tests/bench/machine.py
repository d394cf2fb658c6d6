"""The machine that figures were measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path


def describe() -> None:
    """Print it."""
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = " ".join(f"{name} {version(name)}" for name in ("spacy", "numpy", "pyarrow"))
    print(f"{model}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GB, load {os.getloadavg()[0]:.1f}")
    print(f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {packages}")
