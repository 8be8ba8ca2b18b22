"""BibTeX: dialects, LaTeX, and what is not as BibTeX wants it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.formats import bibtex
from tamis.formats.bibtex_text import names, plain
from tamis.formats.content import Content
from tamis.formats.entry import Raw


def by_key(reading):
    return {entry.source_id: entry for entry in reading.entries}


def raws(text, tmp_path):
    path = tmp_path / "export"
    path.write_bytes(text.encode("utf-8", "replace"))
    return list(bibtex.scan(Content(path)))


def test_the_dialects_of_databases_are_read_whole(read):
    reading = read("bibtex_dialects.bib")
    assert (reading.format, len(reading.entries), reading.markers, reading.flaws) == ("BibTeX", 8, 8, ())
    assert [stray.line for stray in reading.strays] == [1]
    assert [entry.accession for entry in reading.entries] == [
        "WOS:000999999900001",
        "2-s2.0-99999999999",
        "99123456",
        "999999999",
        "99999991",
        "DBLP:conf/example/Muster19",
        "",
        "PPR:PPR999999",
    ]


def test_double_braces_and_wrapped_lines_of_web_of_science(read):
    entry = read("bibtex_dialects.bib").entries[0]
    assert entry.title == "Screening of records: a rapid review of [Nb] tools"
    assert entry.authors == "Example, Anna; Test-Person, Bertil; Made-Up, Clara"
    assert (entry.year, entry.volume, entry.pages, entry.doi) == (2021, "12", "e77", "10.5555/abc.1")
    assert entry.journal == "JOURNAL OF MADE-UP STUDIES & EXAMPLES"
    assert entry.issn == "1234-5678; 8765-4321"
    assert entry.keywords == "screening; deduplication; RECALL; Screening"


def test_plain_text_of_scopus_is_not_taken_for_latex(read):
    entry = by_key(read("bibtex_dialects.bib"))["da Example2024"]
    assert entry.title == "Costs of $5 and $10: 50% of A&B_c; [Custos]"
    assert entry.pages == "101-109"
    assert entry.keywords == "cost; price; economics"
    assert entry.doi == ""  # the address is Scopus', not a resolver's


def test_names_are_turned_round(read):
    entries = by_key(read("bibtex_dialects.bib"))
    assert entries["99123456"].authors == "Probe, A. B.; Test, C. Ö."
    assert entries["pmid99999991"].authors == "Example, Philippe; Probe, Nelly D"
    assert entries["pmid99999991"].pmid == "99999991"
    assert entries["DBLP:conf/example/Muster19"].authors == "Muster, Max; de la Probe, Eva Maria"
    assert entries["DBLP:conf/example/Muster19"].pages == "555:1-555:20"


def test_a_doi_is_found_beside_its_field(read):
    entries = by_key(read("bibtex_dialects.bib"))
    assert entries["DBLP:conf/example/Muster19"].doi == "10.5555/3333333.4444444"
    assert entries["doi:https://doi.org/10.5555/1111222233334.ch29"].doi == "10.5555/1111222233334.ch29"


def test_latex_macros_and_concatenation_are_resolved(read):
    reading = read("bibtex_latex.bib")
    assert (len(reading.entries), reading.markers, reading.flaws) == (3, 3, ())
    assert [stray.line for stray in reading.strays] == [1, 2, 6]
    entry = reading.entries[0]
    assert entry.line == 8
    assert entry.authors == (
        "Özdağ, Işıl; Černá, Zdéna; García Müller, José; Made-up Health Agency; "
        "van Example, Ludwig; Regent, Max, Jr; Test, D. E."
    )
    assert entry.title == "Sieves of α-Zz under CO2 & H2O: “quoted” 5% in vivo: A subtitle – more"
    assert (entry.journal, entry.year, entry.volume, entry.issue) == (
        "Journal of Examples",
        2001,
        "7",
        "2",
    )
    assert (entry.pages, entry.pmid) == ("3001-3009", "99999992")
    assert entry.url == "https://example.org/~user/a_b_c--d%20e"


def test_fields_keep_their_lines(tmp_path):
    text = "\n@article{k,\n title = {A\n  B},\n\n Volume = 3, number = {4},\n Odd-Field = {x\n  y},\n}\n"
    (raw,) = raws(text, tmp_path)
    assert list(zip(raw.tags, raw.values, raw.lines, strict=True)) == [
        ("ENTRYTYPE", "article", 2),
        ("ID", "k", 2),
        ("title", "A\nB", 3),
        ("volume", "3", 6),
        ("number", "4", 6),
        ("odd-field", "x\ny", 7),
    ]


def test_parentheses_and_entries_without_fields(read):
    paren, bare = read("bibtex_latex.bib").entries[1:]
    assert (paren.title, paren.year, paren.authors) == ("In (parentheses)", 2001, 'Editor, Only "Ed"')
    assert paren.journal == "undefinedmacro"
    assert (bare.source_id, bare.type, bare.title) == ("bare", "misc", "")


def test_what_no_column_holds_stays(tmp_path):
    text = "@string{p = {Press}}\n@book{k, editor={Ed, A and Bd, B}, author={C, D}, publisher=p, title={T}}\n"
    (raw,) = raws(text, tmp_path)
    entry = bibtex.COLUMNS.entry(1, raw)
    assert entry.authors == "C, D"
    assert bibtex.COLUMNS.extras(raw, entry) == [(2, "editor", "Ed, A; Bd, B"), (2, "publisher", "Press")]


def test_every_malformed_entry_is_kept_and_told(read):
    reading = read("bibtex_malformed.bib")
    assert (len(reading.entries), reading.markers) == (10, 10)
    assert [(e.source_id, e.title, e.year) for e in reading.entries] == [
        ("twice", "One", 2020),
        ("twice", "Another with the same key", 2021),
        ("unbalanced", "Never shut", 2022),
        ("commas", "No comma", 2023),
        ("", "No key", 2024),
        ("nokeycomma", "No comma after the key", 2025),
        ("early", "Closed too early", 2016),
        ("quote", "Not closed", 2017),
        ("junk", "With junk", 2018),
        ("cut", "Cut off", 2019),
    ]
    assert reading.entries[1].keywords == "a; b; c"
    assert reading.entries[3].journal == "Here"
    assert reading.entries[9].abstract == "This goes on and"
    assert [bool(entry.flaws) for entry in reading.entries] == [False, False, *[True] * 8]
    assert [flaw.line for flaw in reading.flaws] == [12, 17, 20, 21, 26, 30, 34, 40]


@pytest.mark.parametrize(
    ("broken", "kept"),
    [
        ("@article{a, title={Open {x}, year={2001}}", "Open x"),
        ("@article{a, title={A}, junk}", "A"),
        ("@article{a,\n title={A", "A"),
        ("@article{a,\n file = {C:\\x\\},\n title={A}\n}", "A"),
        ("@article{a,\n title={A},\n note={b {c}\n", "A"),
    ],
)
def test_an_entry_after_a_broken_one_is_read(broken, kept, read):
    reading = read(broken + "\n@article{b,\n title={Next},\n}\n@comment{jabref-meta: x}\n")
    assert [entry.title for entry in reading.entries] == [kept, "Next"]
    assert reading.markers == 2
    assert [stray.text for stray in reading.strays] == ["@comment{jabref-meta: x}"]


def test_an_at_within_a_value_is_text(read):
    reading = read("@article{a,\n title={By mail:\n@home{x} and a@b.org and {x}@y{z}},\n year=2001\n}\n")
    (entry,) = reading.entries
    assert (entry.title, entry.year) == ("By mail: @homex and a@b.org and x@yz", 2001)
    assert [flaw.line for flaw in reading.flaws] == [3]  # the count takes it for an entry


def test_several_entries_on_a_line(read):
    reading = read("@a{k,title={A}}@b{l,title={B}} @c{m,title={C}}\n@d{n,title={D}}\n")
    assert [entry.title for entry in reading.entries] == ["A", "B", "C", "D"]
    assert reading.markers == 4


def test_entries_begin_wherever_no_other_is_open(read):
    reading = read("@article{a, title={A}}, @article{b, title={B}}; @book(c, title={C @x{y}})\n@d{d}\n")
    assert [(entry.source_id, entry.title) for entry in reading.entries] == [
        ("a", "A"),
        ("b", "B"),
        ("c", "C @xy"),
        ("d", ""),
    ]
    assert (reading.markers, reading.flaws) == (4, ())
    assert [stray.text for stray in reading.strays] == [",", ";"]
    (entry,) = read("@article{a, title={Mail me@home{x} and @article{z, title=q}}}\n").entries
    assert entry.title == "Mail me@homex and @articlez, title=q"


COMMENTED = (
    "@article{a, title={A}}\n@comment{\n@article{b, title={B}}\n%s @article{c, title={C}}\n%s\n"
    "@article{d, title={D}}\n"
)


@pytest.mark.parametrize("between", ["", "x " * 150_000])
def test_what_is_commented_out_is_told_and_hides_no_more(between, read):
    reading = read(COMMENTED % (between, "}"))
    assert [entry.title for entry in reading.entries] == ["A", "D"]
    assert (reading.markers, reading.flaws) == (2, ())
    (stray,) = reading.strays
    assert stray.line == 2
    assert stray.text.startswith("entries that were commented out, and are skipped (2): @comment{")


def test_a_comment_that_is_not_closed_hides_nothing(read):
    reading = read(COMMENTED % ("", ""))
    assert [entry.title for entry in reading.entries] == ["A", "B", "C", "D"]
    assert reading.markers == 4


def test_a_file_larger_than_what_is_read_at_once(read):
    entries = "".join(
        f"@article{{k{n},\n title = {{Number {n} {'x' * (n % 700)}}},\n}}\n" for n in range(3000)
    )
    reading = read(entries)
    assert (len(reading.entries), reading.markers, reading.flaws) == (3000, 3000, ())
    assert [entry.line for entry in reading.entries] == [1 + 3 * n for n in range(3000)]
    assert all(e.title.startswith(f"Number {n}") for n, e in enumerate(reading.entries))


def test_no_entry_at_all_is_a_valid_export(read):
    reading = read("@comment{jabref-meta: databaseType:bibtex;}\n@string{a = {b}}\n")
    assert (reading.format, reading.entries, reading.markers) == ("BibTeX", (), 0)


@pytest.mark.parametrize(
    "text",
    [
        "Title,Mail\nA,\n@b.org,x = 1\n",
        "@font-face {\n font-family: x;\n}\n@media (min-width: 1px) { a { b: c } }\n",
        "@dataclass(frozen=True)\nclass A:\n    x = {}\n",
        "Dear all,\n@anna (cc) please look = thanks\n",
    ],
)
def test_other_text_is_not_bibtex(text, tmp_path):
    path = tmp_path / "export"
    path.write_text(text)
    assert not bibtex.recognise(Content(path))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"{\"o} \'e \'{\i} \c{c} Fran\c cois \v{S} \o re Stra\ss e", "ö é í ç François Š øre Straße"),
        (r"\& \% \$5 \#1 a\_b \{x\} {\textasciitilde} {\textendash}", "& % $5 #1 a_b {x} ~ –"),
        (r"H$_2$O $\alpha$-x $p<0.05$ 10$^{-3}$ 37$^\circ$C $\frac{1}{2}$", "H2O α-x p<0.05 10-3 37°C 1/2"),
        (
            "5% of $10 and $20, a_b & c ~ d, http://x/~u, 5''",
            "5% of $10 and $20, a_b & c ~ d, http://x/~u, 5''",
        ),
        (r"don\'t \"quoted\" \n C:\foo \unknown{a} \today", r"don\'t \"quoted\" \n C:\foo \unknown a \today"),
        (r"{\it in vivo} \textit{a {b}} \url{http://a_b/c%20d}", "in vivo a b http://a_b/c%20d"),
        ("Vitamin~D, 10~20, a -- b---c", "Vitamin D, 10~20, a – b—c"),
    ],
)
def test_what_is_latex_is_decoded_and_what_is_not_stays(text, expected):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smith, J. and\n   Doe, K. AND Roe, L.", "Smith, J.; Doe, K.; Roe, L."),
        ("{Smith, J. and Doe, K.}", "Smith, J.; Doe, K."),
        (
            "{Simon and Example} and Novartis {AG} and {Novartis AG}",
            "Simon and Example; Novartis, AG; Novartis AG",
        ),
        ("Department of Health and João da Prova", "Department of Health; da Prova, João"),
        ("Smith J and one, a; two, b", "Smith, J; one, a; two, b"),
        ("", ""),
    ],
)
def test_names_of_all_kinds(text, expected):
    assert names(text) == expected


PIECES = st.sampled_from(
    [
        *'{}",=@#()\\$\n ',
        *("@article{", "\n@misc{k,\n", "@comment{", "\n@string{x = ", "title={", "year = ", " and "),
        *(
            "\nauthor = {A, B}",
            "}\n",
            "},\n",
            "``",
            "--",
            '{"}',
            "\\'",
            "\\alpha ",
            "http://x",
            "word",
            "ö",
            "\0",
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_no_text_is_too_odd_and_no_marker_goes_without_a_word(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "odd.bib"
    path.write_bytes(text.encode("utf-8", "replace"))
    content = Content(path)
    bibtex.recognise(content)
    found = [raw for raw in bibtex.scan(content) if isinstance(raw, Raw)]
    for ordinal, raw in enumerate(found, start=1):
        assert bibtex.COLUMNS.entry(ordinal, raw).line == raw.line
    assert len(found) >= bibtex.count_markers(content) or any(raw.flaws for raw in found)


@given(st.data())
def test_no_word_is_lost_where_an_entry_is_damaged(tmp_path_factory, data):
    text = (
        "@article{k,\n title = {wa1 {wa2} wa3},\n author = {wb1 and wb2, wb3},\n year = 1,\n note = wc1,\n}\n"
    )
    at = data.draw(st.integers(0, len(text)))
    text = text[:at] + data.draw(st.sampled_from([*'{}",=#\n@', "", "\n@misc{x,\n"])) + text[at:]
    cut = data.draw(st.integers(0, len(text)))
    text = (text[:cut] + text[cut + data.draw(st.integers(0, 3)) :]) * 2
    path = tmp_path_factory.getbasetemp() / "damaged.bib"
    path.write_bytes(text.encode())
    found = list(bibtex.scan(Content(path)))
    kept = " ".join(" ".join([*x.tags, *x.values]) if isinstance(x, Raw) else x.text for x in found)
    for word in re.findall(r"\bw[abc]\d\b", text):
        assert word in kept
