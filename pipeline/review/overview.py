"""What the report's first page shows of all articles: held as they come, bounded however many they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

from pipeline.review import french
from pipeline.review.shown import Corpus, Quote, Shown, anchor, by
from pipeline.tables.schema import TABLES, Row

# How much of each list is shown; the whole of it is in the tables.
MOST = {"stories": 600, "entities": 60, "amounts": 600, "unresolved": 200, "documents": 3000, "problems": 500}
_COMPANIONS = 6
_KINDS = ("money", "percent", "count", "measure", "multiple", "duration")
_REVIEWED = ("mentions", "dates", "amounts", "events")


class Overview:
    """Takes the articles one by one, in the order of their ids, and makes what the first page is filled with."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._disputed = {row["story_id"] for row in corpus.conflicts}
        self._stories = {row["story_id"] for row in self._told_most()}
        self._names = self._named_most()
        self._counts: Counter[str] = Counter()
        self._characters = self._kept = self._reviewed = 0
        self._published: list[date] = []
        self._listed: list[dict[str, str]] = []
        self._tellings: defaultdict[str, list[Quote]] = defaultdict(list)
        self._types: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._sides: dict[tuple[str, str], Quote] = {}
        self._disputed_amounts: dict[str, Row] = {}
        self._home: dict[str, str] = {}
        self._together: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._sums: defaultdict[tuple[str, str], list[tuple[float, str, dict[str, Any]]]] = defaultdict(list)
        self._currencies: Counter[str] = Counter()
        self._unresolved: list[tuple[str, Quote]] = []
        self._lookalikes: list[dict[str, Any]] = []
        self._wanted = _sides(corpus)

    def take(self, article: Shown) -> None:
        """Hold what the first page shows of an article."""
        document = article.document
        self._counts.update({name: len(rows) for name, rows in article.rows.items()})
        self._characters += document["char_count"]
        self._kept += document["kept_char_count"]
        self._reviewed += sum(row["source"] == "review" for name in _REVIEWED for row in article.rows[name])
        self._published += [day for day in (document["published_begin"], document["published_end"]) if day]
        if len(self._listed) < MOST["documents"]:
            self._listed.append({"title": article.title, "href": article.href, "meta": article.meta})
        for event in article.rows["events"]:
            if event["story_id"] in self._stories:
                self._tellings[event["story_id"]].append(article.telling(event))
                self._types[event["story_id"]][event["type"]] += 1
            for amount_id in self._wanted.get(event["event_id"], ()):
                self._sides[event["event_id"], amount_id] = _side(article, event, amount_id)
                if amount_id:
                    self._disputed_amounts[amount_id] = article.amounts[amount_id]
        self._take_names(article)
        self._take_amounts(article)
        self._take_open(article)

    def _take_names(self, article: Shown) -> None:
        for row in article.rows["mentions"]:
            self._home.setdefault(row["entity_id"], article.href)
        for rows in by(article.rows["mentions"], "sentence_id").values():
            for one, other in combinations(sorted({row["entity_id"] for row in rows} & self._names.keys()), 2):
                self._together[one][other] += 1
                self._together[other][one] += 1

    def _take_amounts(self, article: Shown) -> None:
        for row in article.rows["amounts"]:
            self._currencies[row["currency"]] += 1
            size = next((row[name] for name in ("value", "high", "low") if row[name] is not None), 0.0)
            shown = {"value": french.amount(row), "kind": row["kind"], "quote": article.found(row, "amount")}
            best = self._sums[row["kind"], row["currency"]]
            best.append((-size, row["amount_id"], shown))
            if len(best) > 2 * MOST["amounts"]:
                best.sort(key=lambda one: one[:2])
                del best[MOST["amounts"] :]

    def _take_open(self, article: Shown) -> None:
        """What the text does not settle: dates without a value, odd amounts, guessed currencies, look-alikes."""
        for row in article.rows["dates"]:
            if not row["date_begin"]:
                self._leave_open("date non résolue", article, row, "date")
        for row in article.rows["amounts"]:
            if row["flag"] or row["currency_inferred"]:
                self._leave_open(french.label("flag", row["flag"]) or "devise déduite", article, row, "amount")
        for row in article.rows["near_misses"]:
            if len(self._lookalikes) < MOST["unresolved"]:
                here = row["of_document_id"] == article.id
                first = article.text[row["of_start_char"] : row["of_end_char"]] if here else ""
                of = self._corpus.titles.get(row["of_document_id"], row["of_document_id"])
                passage = article.text[row["start_char"] : row["end_char"]]
                sides = [(of, " ".join(first.split())), (article.title, " ".join(passage.split()))]
                self._lookalikes.append({"difference": row["difference"], "href": article.href, "sides": sides})

    def _leave_open(self, what: str, article: Shown, row: Row, kind: str) -> None:
        if len(self._unresolved) < MOST["unresolved"]:
            self._unresolved.append((what, article.found(row, kind)))

    def context(self) -> dict[str, Any]:
        """What the template of the first page is filled with."""
        corpus = self._corpus
        counts = {name: self._counts[name] for name in TABLES}
        counts |= {"entities": len(corpus.entities), "stories": len(corpus.stories)}
        counts |= {"conflicts": len(corpus.conflicts), "problems": len(corpus.problems)}
        repeated = 100 * (self._characters - self._kept) / self._characters if self._characters else 0
        years = Counter(row["date_begin"].year for row in corpus.stories.values() if row["date_begin"])
        return {
            "counts": counts,
            "span": french.period(min(self._published), max(self._published)) if self._published else "",
            "repeated": french.number(round(repeated)),
            "reviewed": self._reviewed,
            "listed": self._listed,
            "stories": [self._story(row) for row in corpus.stories.values() if row["story_id"] in self._stories],
            "years": sorted(years.items()),
            "conflicts": [self._conflict(row) for row in corpus.conflicts],
            "names": list(self._people()),
            "sums": list(self._amounts())[: MOST["amounts"]],
            "unresolved": self._unresolved,
            "lookalikes": self._lookalikes,
            "problems": corpus.problems[: MOST["problems"]],
        }

    def _told_most(self) -> list[Row]:
        """The stories that are shown: of too many those that most articles tell."""

        def rank(row: Row) -> tuple[int, bool, int, str]:
            return -row["document_count"], row["story_id"] not in self._disputed, -row["event_count"], row["story_id"]

        return sorted(self._corpus.stories.values(), key=rank)[: MOST["stories"]]

    def _story(self, row: Row) -> dict[str, Any]:
        named = [(-count, kind) for kind, count in self._types[row["story_id"]].items() if kind != "other"]
        return {
            "anchor": anchor("s", row["story_id"]),
            "when": french.period(row["date_begin"], row["date_end"]),
            "year": row["date_begin"].year if row["date_begin"] else None,
            "headline": row["headline"],
            "what": french.label("type", min(named)[1]) if named else "",
            "articles": row["document_count"],
            "sources": row["independent_source_count"],
            "disputed": row["story_id"] in self._disputed,
            "tellings": self._tellings[row["story_id"]],
        }

    def _conflict(self, row: Row) -> dict[str, Any]:
        sides = [(row["value"], row["event_id"], row["amount_id"] or "")]
        sides.append((row["other_value"], row["other_event_id"], row["other_amount_id"] or ""))
        return {
            "field": french.label("field", row["field"]),
            "headline": self._corpus.stories[row["story_id"]]["headline"],
            "story": f"#{anchor('s', row['story_id'])}",
            "sides": [
                (self._value(row["field"], value, amount), self._sides[event, amount]) for value, event, amount in sides
            ],
        }

    def _value(self, field: str, value: str, amount_id: str) -> str:
        if field == "amount" and amount_id:
            return french.amount(self._disputed_amounts[amount_id])
        if field == "factuality":
            return french.label("factuality", value)
        if field == "date":
            begin, _, end = value.partition("/")
            return french.period(date.fromisoformat(begin), date.fromisoformat(end or begin))
        return value

    def _named_most(self) -> dict[str, Row]:
        def rank(row: Row) -> tuple[int, int, str]:
            return -row["mention_count"], -row["document_count"], row["entity_id"]

        top = sorted(self._corpus.entities.values(), key=rank)[: MOST["entities"]]
        return {row["entity_id"]: row for row in top}

    def _people(self) -> Iterator[dict[str, Any]]:
        """The most named, and with whom they are named in one sentence."""
        most = max((row["mention_count"] for row in self._names.values()), default=1)
        for entity_id, row in self._names.items():
            company = sorted(self._together[entity_id].items(), key=lambda pair: (-pair[1], pair[0]))
            yield {
                "name": row["name"],
                "label": row["label"],
                "mentions": row["mention_count"],
                "articles": row["document_count"],
                "share": round(100 * row["mention_count"] / most),
                "href": self._home[entity_id],
                "with": [(self._names[other]["name"], count) for other, count in company[:_COMPANIONS]],
            }

    def _amounts(self) -> Iterator[dict[str, Any]]:
        """Amounts: money first, in the currencies that are spoken of most, the largest first."""

        def rank(group: tuple[str, str]) -> tuple[int, int, str]:
            kind, currency = group
            return _KINDS.index(kind), -self._currencies[currency], currency

        for group in sorted(self._sums, key=rank):
            yield from (shown for _, _, shown in sorted(self._sums[group], key=lambda one: one[:2]))


def _sides(corpus: Corpus) -> Mapping[str, set[str]]:
    """Of each event in a contradiction the amounts that it is about, "" where it is about none."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for row in corpus.conflicts:
        wanted[row["event_id"]].add(row["amount_id"] or "")
        wanted[row["other_event_id"]].add(row["other_amount_id"] or "")
    return wanted


def _side(article: Shown, event: Row, amount_id: str) -> Quote:
    """One side of a contradiction: the sentence with the trigger and what it disagrees on."""
    if not amount_id:
        return article.telling(event)
    amount = article.amounts[amount_id]
    spans = [
        (event["trigger_start_char"], event["trigger_end_char"], "event"),
        (amount["start_char"], amount["end_char"], "amount"),
    ]
    return article.quote(amount["sentence_id"], spans, f"e{event['trigger_start_char']}")
