"""Where the knowledge of French lies: the `models/` folder of a checkout, or its copy inside an installed wheel."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "models"
MODELS = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "models"


def load_toml(name: str) -> dict[str, Any]:
    """The table in `models/NAME`, e.g. `load_toml("sentences.toml")`."""
    with (MODELS / name).open("rb") as handle:
        return tomllib.load(handle)
