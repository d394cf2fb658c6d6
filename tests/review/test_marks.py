"""Marks woven into a text: the text is unharmed, each mark covers its words, and the tags are nested well."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.marks import Mark, weave

KINDS = ("repeat", "event", "name", "date", "amount")


class Reader(HTMLParser):
    """What a browser makes of it: the text, and the words of each mark."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.text, self.words, self.open, self.anchors = "", {}, [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        assert tag == "mark"
        if "id" in given:
            self.anchors.append((given["id"], len(self.text)))
        self.open.append(given["data-k"])

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        self.text += data
        for key in self.open:
            self.words[key] = self.words.get(key, "") + data


def spans(length):
    return st.tuples(st.integers(0, length), st.integers(0, length)).filter(lambda span: span[0] < span[1])


@given(st.data(), st.text(st.sampled_from("aé😀<>&\"'\u2028 \n"), min_size=1, max_size=40))
def test_whatever_overlaps_each_mark_covers_its_words(data, text):
    marks = [
        Mark(*span, data.draw(st.sampled_from(KINDS)), f"k{number}", f"id{number}")
        for number, span in enumerate(data.draw(st.lists(spans(len(text)), max_size=8)))
    ]
    start, end = data.draw(spans(len(text)))
    read = Reader(weave(text, start, end, marks))
    assert read.text == text[start:end]
    inside = {mark.key: text[max(start, mark.start) : min(end, mark.end)] for mark in marks}
    assert read.words == {key: words for key, words in inside.items() if words}
    assert sorted(read.anchors) == sorted(
        (mark.anchor, mark.start - start) for mark in marks if start <= mark.start < end
    )


def test_nested_and_overlapping_marks_in_full():
    text = "le 3 mai 😀 & après"
    marks = [Mark(0, 13, "repeat", "r"), Mark(3, 8, "date", "d", "here"), Mark(5, 18, "event", "e", variant="certain")]
    event = '<mark class="event certain" data-k="e">'
    assert weave(text, 0, len(text), marks) == (
        '<mark class="repeat" data-k="r">le <mark class="date" data-k="d" id="here">3 '
        f"{event}mai</mark></mark>{event} 😀 &amp; </mark></mark>{event}après</mark>"
    )
