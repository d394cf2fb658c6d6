"""corrections.csv: what is read from a spreadsheet's file, what is refused and why, and that appending only appends."""

from datetime import date

import pytest

from pipeline.article import Period
from pipeline.review.decisions import (
    COLUMNS,
    CorrectionsError,
    append_decisions,
    in_force,
    make_decision,
    read_decisions,
)
from pipeline.review.values import CellError, granularity_of, read_period, read_values, write_values

HEADER = ",".join(COLUMNS)
LABEL = 'd1,2024-05-02T10:00:00,ana,change_label,a,mentions,Lorvel,"chez ", a fermé,12,ORG,usine'


def decisions_in(tmp_path, content):
    path = tmp_path / "corrections.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_decisions(path)


def test_a_row_is_a_typed_decision(tmp_path):
    (decision,), problems = decisions_in(tmp_path, f"{HEADER}\n{LABEL}\n")
    assert problems == []
    assert (decision.decision_id, decision.action, decision.table) == ("d1", "change_label", "mentions")
    assert (decision.anchor.quote, decision.anchor.prefix, decision.anchor.start) == ("Lorvel", "chez ", 12)
    assert decision.values == {"label": "ORG"}
    assert (decision.author, decision.reason, decision.line) == ("ana", "usine", 2)


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{LABEL}\n".encode("utf-8-sig"),
        f"{HEADER}\r\n{LABEL}\r\n".replace(",", ";").encode("cp1252"),
        f"{HEADER}\n{LABEL}\n".replace(",", "\t").encode(),
        f"{HEADER}\n{LABEL}\n,,,,,,,,,,,\n".encode(),
        f"{HEADER}\n{LABEL}\n{LABEL}\n".encode(),  # two files put together: said twice, it is one decision
    ],
    ids=["byte-order mark", "French spreadsheet", "tabs", "blank row", "same row twice"],
)
def test_the_file_may_come_from_a_spreadsheet(tmp_path, content):
    (decision,), problems = decisions_in(tmp_path, content)
    assert problems == []
    assert decision.anchor.suffix == " a fermé"


def test_few_columns_are_enough_for_one_who_writes_by_hand(tmp_path):
    (decision,), problems = decisions_in(tmp_path, "action,document_id,table,quote,new_value\nreject,a,dates,mai,\n")
    assert problems == []
    assert decision.anchor.start is None
    assert len(decision.decision_id) == 12  # a digest of what it says


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("d1,,,delete,a,dates,mai,,,,,", "the action is 'delete', not one of accept"),
        ("d1,,,reject,a,stories,mai,,,,,", "reject is for mentions, dates"),
        ("d1,,,reject,a,dates,,,,,,", "the quote is empty"),
        ("d1,,,reject,,dates,mai,,,,,", "the document_id is empty"),
        ("d1,,,reject,a,dates,mai,,,tout au début,,", "the start_hint is 'tout au début'"),
        ("d1,,,change_label,a,mentions,Lorvel,,,,,", "change_label needs a new_value"),
        ("d1,,,change_label,a,mentions,Lorvel,,,,FIRM,", "label is 'FIRM', not one of PER, ORG, LOC, MISC"),
        ("d1,,,change_value,a,dates,mai,,,,mai 2024,", "'mai 2024' is no date"),
        ("d1,,,change_value,a,dates,mai,,,,2024-02-30,", "'2024-02-30' is not in the calendar"),
        ("d1,,,change_value,a,dates,mai,,,,2024-03..2024-02,", "is no interval of days"),
        ("d1,,,change_value,a,amounts,3 km,,,,value=trois,", "value is 'trois', not a number"),
        ("d1,,,change_value,a,amounts,3 km,,,,amount_id=x,", "amount_id of amounts cannot be set"),
        ("d1,,,change_value,a,amounts,3 km,,,,value=3; km,", "'km' is not column=value"),
        ("d1,,,change_value,a,amounts,3 €,,,,currency=euro,", "not a code of ISO 4217"),
        ("d1,,,change_value,a,events,fermé,,,,factuality=sure,", "factuality is 'sure', not one of certain"),
        ("d1,,,change_value,a,events,fermé,,,,factuality=,", "factuality may not be empty"),
        ("d1,,,merge,,entities,Lorvel,,,,ORG Lorvel SA,", "write a label and a name"),
        ("d1,,,merge,a,stories,fermé,,,,b,", "the new_value names no event"),
    ],
)
def test_a_row_that_is_no_decision_is_a_problem_with_its_line_and_the_others_count(tmp_path, row, why):
    decisions, (problem,) = decisions_in(tmp_path, f"{HEADER}\n{row}\n{LABEL.replace('d1', 'd2')}\n")
    assert [decision.decision_id for decision in decisions] == ["d2"]
    assert problem.message.startswith("line 2: ")
    assert why in problem.message
    assert (problem.path, problem.stage, problem.severity) == ("corrections.csv", "review", "error")


def test_a_decision_id_names_one_decision(tmp_path):
    decisions, (problem,) = decisions_in(tmp_path, f"{HEADER}\n{LABEL}\n{LABEL.replace('ORG', 'PER')}\n")
    assert decisions[0].values == {"label": "ORG"}
    assert "'d1' is taken by line 2" in problem.message


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a,b\n1,2\n", "no column action, document_id, table, quote, new_value"),
        (f"{HEADER}\n{LABEL},more\n", "line 2: more cells than the header has"),
        (f'{HEADER}\n"never closed\n', "unexpected end of data"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path, content, why):
    with pytest.raises(CorrectionsError, match=why):
        decisions_in(tmp_path, content)


@pytest.mark.parametrize("content", ["", "\n", HEADER, HEADER + "\n"])
def test_a_file_without_decisions_decides_nothing(tmp_path, content):
    assert decisions_in(tmp_path, content) == ([], [])


def test_appending_leaves_what_stands_there_byte_for_byte(tmp_path):
    path = tmp_path / "corrections.csv"
    first = make_decision(
        {"action": "reject", "document_id": "a", "table": "dates", "quote": "l’été\n«2024»", "reason": '"'}
    )
    second = make_decision(
        {"action": "add", "document_id": "a", "table": "mentions", "quote": "😀, SA", "new_value": "ORG"}
    )
    append_decisions(path, [first])
    before = path.read_bytes().removesuffix(b"\n")
    path.write_bytes(before)  # an editor that leaves the last line without its end
    append_decisions(path, [second])
    assert path.read_bytes().startswith(before + b"\n")
    decisions, problems = read_decisions(path)
    assert problems == []
    assert [decision.content for decision in decisions] == [first.content, second.content]
    assert decisions[0].reason == '"'


def test_nothing_is_appended_to_a_file_of_other_columns(tmp_path):
    path = tmp_path / "corrections.csv"
    path.write_text("action;document_id\n", "utf-8")
    with pytest.raises(CorrectionsError, match="nothing was added"):
        append_decisions(
            path, [make_decision({"action": "reject", "document_id": "a", "table": "dates", "quote": "x"})]
        )
    assert path.read_text("utf-8") == "action;document_id\n"


def test_what_is_in_force_is_the_last_word():
    def label(value):
        cells = {"action": "change_label", "document_id": "a", "table": "mentions", "quote": "Lorvel"}
        return make_decision(cells | {"new_value": value})

    reject = make_decision({"action": "reject", "document_id": "a", "table": "mentions", "quote": "Lorvel"})
    assert in_force([label("ORG")]) == {label("ORG").content}
    assert in_force([label("ORG"), reject]) == {reject.content}
    assert in_force([label("ORG"), label("PER")]) == {label("PER").content}
    assert in_force([reject, label("PER")]) == {label("PER").content}


@pytest.mark.parametrize(
    ("text", "begin", "end", "granularity"),
    [
        ("1998", date(1998, 1, 1), date(1998, 12, 31), "year"),
        ("1998-02", date(1998, 2, 1), date(1998, 2, 28), "month"),
        ("1998-04-02", date(1998, 4, 2), date(1998, 4, 2), "day"),
        ("02/04/1998", date(1998, 4, 2), date(1998, 4, 2), "day"),
        ("1998-04-02 00:00:00", date(1998, 4, 2), date(1998, 4, 2), "day"),
        ("1990..1999", date(1990, 1, 1), date(1999, 12, 31), "decade"),
        ("2024-04/2024-06", date(2024, 4, 1), date(2024, 6, 30), "quarter"),
        ("2024-03-04..2024-03-10", date(2024, 3, 4), date(2024, 3, 10), "week"),
        ("2024-03-05..2024-03-11", date(2024, 3, 5), date(2024, 3, 11), "other"),
        ("2024-12-01 .. 2024-12-31", date(2024, 12, 1), date(2024, 12, 31), "month"),
    ],
)
def test_days_as_a_person_writes_them(text, begin, end, granularity):
    assert read_period(text) == Period(begin, end)
    assert granularity_of(Period(begin, end)) == granularity


@pytest.mark.parametrize(
    ("table", "text", "values"),
    [
        ("mentions", "PER", {"label": "PER"}),
        ("mentions", "label=PER; name=Anne Roy", {"label": "PER", "name": "Anne Roy"}),
        ("dates", "date=", {"date": None}),
        ("amounts", "3,5", {"value": 3.5}),
        ("amounts", "value=3 500 000; currency=EUR", {"value": 3500000.0, "currency": "EUR"}),
        ("amounts", "value=; low=2; high=4; unit=", {"value": None, "low": 2.0, "high": 4.0, "unit": ""}),
        ("events", "date=2024-01-02; type=sue", {"date": Period(date(2024, 1, 2), date(2024, 1, 2)), "type": "sue"}),
        ("event_participants", "event=a porté; role=agent", {"event": "a porté", "role": "agent"}),
    ],
)
def test_cells_as_a_person_writes_them_and_back(table, text, values):
    assert read_values(table, text) == values
    assert read_values(table, write_values(values)) == values


def test_a_column_that_is_no_cell_to_set_is_named():
    with pytest.raises(CellError, match="what can: label, name"):
        read_values("mentions", "mention_id=3")
