"""Corrections in a run: read beside the inputs, done on the rows of each article, then on what all articles make.

This is all that the run knows of them. `Review.apply` depends on one article's rows and the decisions alone, so it may
come before or after a cache and in any order of articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.article import Problem
from pipeline.tables.schema import Row, Rows

if TYPE_CHECKING:
    from pipeline.corpus.entities import Key
    from pipeline.review.decisions import Decision


class Review:
    """The decisions of a run, and what became of them."""

    def __init__(self, decisions: Sequence[Decision] = (), problems: Iterable[Problem] = ()) -> None:
        self._of_article: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in decisions:
            for document_id in decision.documents:
                self._of_article[document_id].append(decision)
        self._entities = [decision for decision in decisions if decision.table == "entities"]
        self._stories = [decision for decision in decisions if decision.table == "stories"]
        self._problems = dict.fromkeys(problems)  # an article may be asked for more than once
        self._unseen = set(self._of_article)
        self._tellings: dict[tuple[str, str], tuple[str, ...]] = {}

    @classmethod
    def read(cls, files: Iterable[Path]) -> Review:
        """The decisions in files called `corrections.csv`; those of a later file come later.

        Raises CorrectionsError where such a file cannot be used. A row that is no decision is one of the problems.
        """
        decisions: list[Decision] = []
        problems: list[Problem] = []
        for file in files:
            from pipeline.review.decisions import read_decisions  # not loaded where nobody has decided anything

            more, refused = read_decisions(file)
            decisions += more
            problems += refused
        return cls(decisions, problems)

    def apply(self, rows: Rows) -> Rows:
        """The rows of one article after the decisions about it; see `pipeline.review.article`."""
        document_id = rows["documents"][0]["document_id"]
        decisions = self._of_article.get(document_id)
        if not decisions:
            return rows
        from pipeline.review.article import apply_decisions

        reviewed = apply_decisions(rows, decisions)
        self._unseen.discard(document_id)
        self._problems |= dict.fromkeys(reviewed.problems)
        self._tellings |= reviewed.tellings
        return reviewed.rows

    def regroup(self, mentions: Sequence[Row], keys: Mapping[str, Key]) -> tuple[Mapping[str, Key], Mapping[Key, str]]:
        """The keys of mentions after the decisions about entities, and names that a person gave."""
        if not self._entities:
            return keys, {}
        from pipeline.review.corpus import regroup

        settled, names, problems = regroup(self._entities, mentions, keys)
        self._problems |= dict.fromkeys(problems)
        return settled, names

    def retell(self, story_of: Mapping[str, str]) -> Mapping[str, str]:
        """The story of each event after the decisions about stories."""
        if not self._stories:
            return story_of
        from pipeline.review.corpus import retell

        stories, problems = retell(self._stories, story_of, self._tellings)
        self._problems |= dict.fromkeys(problems)
        return stories

    def problems(self) -> list[Problem]:
        """What could not be done as it was said, after all articles and the corpus."""
        gone = [
            decision.problem(f"there is no article {document_id!r} in this run")
            for document_id in sorted(self._unseen)
            for decision in self._of_article[document_id]
        ]
        return [*self._problems, *gone]
