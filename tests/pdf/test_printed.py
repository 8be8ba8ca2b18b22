"""What pages call themselves: by labels, or by the number that goes up."""

from tamis.pdf.printed import numbers, printed


def test_the_number_that_goes_up_is_the_pages_own():
    year = [{2021, 12, 400 + n} for n in range(1, 6)]
    assert printed(year, []) == ["401", "402", "403", "404", "405"]
    missing = [set(), {402}, {2021}, {404}, {405}, {7}]
    assert printed(missing, []) == ["", "402", "403", "404", "405", ""]


def test_of_two_numbers_that_go_up_the_journals_counts():
    assert printed([{n, 400 + n} for n in range(1, 4)], []) == ["401", "402", "403"]


def test_numbers_that_do_not_go_up_are_none():
    assert printed([{5}, {5}, {5}], []) == ["", "", ""]
    assert printed([{5}], []) == [""]
    assert printed([{5}, {6}, set(), set(), {1}], []) == [""] * 5
    assert printed([], []) == []


def test_labels_count_where_they_say_more_than_the_count():
    assert printed([{401}, {402}], ["i", "1"]) == ["i", "1"]
    assert printed([{401}, {402}], ["1", "2"]) == ["401", "402"]


def test_only_whole_numbers_may_be_a_pages():
    assert numbers(["401", "|402|", "12(3)", "5.17", "٣", "1234567", "p403", "-7-"]) == {401, 402, 7}
