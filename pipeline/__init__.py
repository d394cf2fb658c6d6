"""Recoupe: French news articles in, tables of facts out.

    from pipeline import extract, find_repeats

Importing it is cheap; spaCy and pandas are loaded when they are first needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.run import Inputs

__all__ = ["extract", "find_repeats"]


def extract(inputs: Inputs, output: str | PathLike[str] | None = None, workers: int = 1) -> dict[str, pd.DataFrame]:
    """Extract the tables of the contract from articles, as pandas DataFrames by table name.

    `inputs` is a path or an iterable of paths and of records `{"id", "text", "title"?, "published"?, …}`. With
    `output`, the tables are written there too. Raises ValueError where an input or the output cannot be used.
    """
    import pandas as pd  # noqa: F401 - first: what is loaded without it is set up to do without it

    from pipeline.run import Settings, run
    from pipeline.tables.arrow import read_tables, to_arrow

    folder = Path(output) if output is not None else None
    outcome = run(inputs, folder, Settings(workers=workers))
    tables = to_arrow(outcome.rows) if folder is None else read_tables(folder)
    return {name: table.to_pandas(date_as_object=True) for name, table in tables.items()}


def find_repeats(documents: Iterable[tuple[str, str]], *, near: bool = True) -> list[dict[str, Any]]:
    """The rows of the table `repeats` over documents given as (document_id, text), within each and across them.

    `near=False` looks for exact repeats only, which is much quicker.
    """
    from pipeline.repeats import find_repeats as find

    return find(documents, near=near)
