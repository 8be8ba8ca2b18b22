"""The order of boxes on a page: columns, what lies across them, tables, notes, heads and feet."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.pdf.order import reading_order

HEIGHT = 800.0


def order(boxes):
    return [at for block in reading_order(boxes, HEIGHT) for line in block for at in line]


def column(left, width, top, lines, size=10.0, pitch=12.0):
    """Return the boxes of lines that fill a column, but for the last."""
    boxes = [(left, top + n * pitch, left + width, top + n * pitch + size) for n in range(lines)]
    *full, (x, y, right, bottom) = boxes
    return [*full, (x, y, x + (right - x) / 2, bottom)]


def test_nothing_and_one_box():
    assert reading_order([], HEIGHT) == []
    assert reading_order([(0, 0, 10, 10)], HEIGHT) == [[[0]]]


@settings(max_examples=50)
@given(
    columns=st.integers(1, 4),
    lines=st.lists(st.integers(4, 12), min_size=4, max_size=4),
    title=st.booleans(),
    shift=st.floats(0, 6),
    seed=st.integers(),
)
def test_columns_below_a_title_are_read_one_after_the_other_in_whatever_order_they_lie(
    columns, lines, title, shift, seed
):
    gap, left = 18.0, 50.0
    width = (500 - (columns - 1) * gap) / columns
    boxes = [(80, 100, 520, 116)] if title else []
    for n in range(columns):
        boxes += column(left + n * (width + gap), width, 140 + n * shift, lines[n])
    assert order(boxes) == [*range(len(boxes))]
    mixed = [*range(len(boxes))]
    Random(seed).shuffle(mixed)
    assert [mixed[at] for at in order([boxes[at] for at in mixed])] == [*range(len(boxes))]


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(0, 780), st.integers(1, 300), st.integers(1, 30)),
        max_size=40,
    )
)
def test_every_box_is_read_once_wherever_it_stands(drawn):
    boxes = [(x, y, x + wide, y + high) for x, y, wide, high in drawn]
    assert sorted(order(boxes)) == [*range(len(boxes))]


def test_a_wide_heading_between_columns_parts_them():
    left, right = column(50, 240, 100, 10), column(310, 240, 100, 10)
    wide = [(50, 250, 550, 262)]
    below = column(50, 240, 290, 8), column(310, 240, 290, 9)
    boxes = [*left, *right, *wide, *below[0], *below[1]]
    assert order(boxes) == [*range(len(boxes))]


def test_a_table_is_read_row_by_row_also_beside_columns():
    cells = [
        (50 + 120 * n, 100 + 14 * row, 50 + 120 * n + 40, 110 + 14 * row)
        for row in range(6)
        for n in range(4)
    ]
    boxes = [*cells, *column(50, 240, 220, 12), *column(310, 240, 220, 12)]
    assert order(boxes) == [*range(len(boxes))]


def test_footnotes_come_behind_the_text_that_goes_on_in_the_next_column():
    left = column(50, 240, 100, 20)
    notes = column(50, 240, 400, 3, size=8, pitch=9.5)
    right = column(310, 240, 100, 25)
    boxes = [*left, *right, *notes]
    assert order(boxes) == [*range(len(boxes))]


def test_heads_and_feet_interrupt_nothing():
    heads = [(50, 40, 150, 48), (500, 40, 550, 48)]
    columns = [*column(50, 240, 80, 50), *column(310, 240, 80, 50)]
    foot = [(50, 770, 60, 778)]
    boxes = [*heads, *columns, *foot]
    assert order(boxes) == [*range(len(boxes))]


def test_a_raised_mark_is_in_its_line():
    boxes = [(50, 100, 200, 110), (200, 98, 204, 104), (205, 100, 400, 110), (50, 112, 400, 122)]
    assert reading_order(boxes, HEIGHT) == [[[0, 1, 2], [3]]]


def test_wide_blanks_of_one_paragraph_are_no_gutter():
    boxes = column(50, 500, 100, 12)
    for n in (4, 5):
        left, top, right, bottom = boxes[n]
        boxes[n] = (left, top, 280, bottom)
        boxes.append((300, top, right, bottom))
    assert order(boxes) == [0, 1, 2, 3, 4, 12, 5, 13, *range(6, 12)]
