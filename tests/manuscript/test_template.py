"""The manuscript that a new review begins with: its numbers add up in every review, and it claims nothing."""

import re

import pytest
from engine_review import WORKS
from flow_reviews import Tables, cite, every_exit, screen, search, seek, update

from tamis.manuscript import names, template
from tamis.manuscript.citing.citations import Bibliography, Style
from tamis.manuscript.engine.checking import check
from tamis.manuscript.engine.published import Published
from tamis.manuscript.markdown.document import Markdown
from tamis.manuscript.render import Material, Rendered
from tamis.manuscript.values import Quantity
from tamis.reports import checklists
from tamis.typeset.blocks import Cell, Paragraph, Table, plain, words

TABLES = {"searches", "excluded", "characteristics"}
FIGURES = {"flow", "flowchart", "appraisal"}


def searched(*, register: bool = False, round_: int | None = None) -> Tables:
    """Return a review of databases, and of a register: two reports are included, and nothing waits."""
    t = Tables()
    search(t, "Scopus", "database", "s1 s2 s3 s4", automatic=2, round_=round_)
    search(t, "PubMed", "database", "p1", round_=round_)
    if register:
        search(t, "ISRCTN", "register", "t1", round_=round_)
        cite(t, "t1")
        screen(t, "t1", "exclude")
    for ids in ("s1 p1", "s2", "s3", "s4"):
        cite(t, ids)
        screen(t, ids[:2], "exclude" if ids == "s4" else "include")
    seek(t, "s1", "retrieved", "include", studies="a")
    seek(t, "s2", "retrieved", "exclude", reason="outcome")
    seek(t, "s3", "not_retrieved")
    return t


def pooled() -> Tables:
    t = every_exit()
    t.pooled = True
    for id_ in ("w2", "c2"):
        screen(t, id_, "include")
    return t


def updated() -> Tables:
    t = searched(round_=1)
    search(t, "Scopus", "database", "o1 o2")
    for id_ in ("o1", "o2"):
        cite(t, id_)
        screen(t, id_, "include")
        seek(t, id_, "retrieved", "include", studies=id_)
    return update(t)


def unsought() -> Tables:
    """Return a review whose other methods found only what databases had found."""
    t = searched()
    search(t, "Ofsted", "website", "w1")
    (citation,) = [c for c in t.citations if c.citation_id == "s1"]
    t.members += [type(t.members[0])("w1", citation.citation_id)]
    return t


def results(tables: Tables) -> tuple[str, dict[str, int | None]]:
    """Return the template's paragraph on the selection of studies, and the boxes of the diagram."""
    flow = tables.flow()
    named = {name: "in words" for name, _ in names.described() if "<" not in name}
    numbers = dict(flow.boxes) | {
        "identified": sum(flow.boxes[f"{kind}_results"] or 0 for kind in ("database", "register", "other")),
        "removed_before_screening": sum(
            flow.boxes[box] or 0 for box in ("duplicates", "excluded_automatic", "excluded_other")
        ),
        "waiting": sum(count.n for count in flow.open),
    }
    for name, value in numbers.items():
        named[f"flow.{name}"] = Quantity(f"flow.{name}", value, name)
    kinds = {row.source_kind for row in tables.exports}
    named["search.other_sources"] = "others" if kinds - {"database", "register"} else ""
    table = Table(((Cell((plain("a"),), "col"),),))
    material = Material(
        Published(named, TABLES, FIGURES, {*WORKS}, checklists.items()),
        dict.fromkeys(TABLES, lambda: table),
        {name: ("caption", "alt") for name in FIGURES},
        Bibliography(WORKS, Style("american-psychological-association")),
    )
    manuscript = Markdown(template.markdown())
    assert manuscript.wrong == [] and list(check(manuscript.tags, material.published)) == []
    document = Rendered(manuscript, "manuscript.md", material).document("", "2024-02-29", "en")
    told = [words(block.runs) for block in document.blocks if isinstance(block, Paragraph)]
    (found,) = [text for text in told if text.startswith("The searches")]
    assert "**" not in found and "{" not in found
    return found, numbers


def number(text: str, pattern: str) -> int:
    (found,) = re.findall(pattern.replace("#", r"([\d,]+)"), text)
    return int(found)


@pytest.mark.parametrize(
    "tables",
    [searched(), searched(register=True), every_exit(), pooled(), updated(), unsought()],
    ids=["v1", "registers", "v2", "pooled", "updated", "unsought"],
)
def test_the_sentences_on_selection_add_up(tables):
    text, boxes = results(tables)
    registers = number(text, "# from registers") if boxes["register_results"] else 0
    together = number(text, "# from other sources") if "pooled" in text else 0
    main = number(text, "# records from databases") + registers + together
    assert ("pooled" in text) == tables.pooled
    assert number(text, "screening # were removed") == main - number(text, "Of # records screened")
    screened, out = number(text, "Of # records screened"), number(text, "screened, # were excluded")
    sought, *of_others = (int(n) for n in re.findall(r"(\d+) reports were sought", text))
    waits = {
        at: tables.flow().waiting("databases", at) for at in ("title_abstract", "retrieval", "full_text")
    }
    assert screened - out - waits["title_abstract"] == sought
    lost, assessed, gone = (
        [int(n) for n in re.findall(pattern, text)]
        for pattern in (r"not retrieved: (\d+)", r"(\d+) were assessed", r"(\d+) of these were excluded")
    )
    assert sought - lost[0] - waits["retrieval"] == assessed[0]
    assert bool(of_others) == (boxes["other_sought_reports"] is not None) == ("Other methods" in text)
    if of_others:
        assert number(text, r"\(others\) gave # records") == boxes["other_results"]
        assert of_others == [boxes["other_sought_reports"]]
    new = number(text, "# new reports" if boxes["total_studies"] else "# reports were included")
    assert (
        sum(assessed)
        - sum(gone)
        - sum(tables.flow().waiting(arm, "full_text") for arm in ("databases", "other"))
        == new
    )
    if boxes["total_studies"]:
        before, old = (int(n) for n in re.search(r"had (\d+) studies \((\d+) reports\)", text).groups())
        assert (
            number(text, "now # studies") == before + number(text, "# new studies") == boxes["total_studies"]
        )
        assert number(text, r"now \d+ studies \(# reports\)") == old + new
    assert ("awaits a decision" in text) == bool(boxes["waiting"])


def test_every_item_of_the_manuscript_has_a_place_and_none_of_the_marks_claims_what_nobody_wrote():
    marked = re.findall(r'item\("([^"]+)"\)', template.markdown())
    assert len(marked) == len(set(marked))
    of = {"prisma2020": set(), "prisma2020_abstract": set()}
    for name in marked:
        id, _, item = name.rpartition(":")
        of[id or "prisma2020"].add(item)
    known = checklists.items()
    assert of["prisma2020_abstract"] == {*known["prisma2020_abstract"]}
    # The second is answered by the list for abstracts.
    assert of["prisma2020"] == {*known["prisma2020"]} - {"2"}
    told, _ = results(searched())
    assert "[" not in told
    ready = [
        p for p in template.markdown().split("\n\n") if "item(" in p and not re.search(r"\[[^\]]{8,}\]", p)
    ]
    found = {item for p in ready for item in re.findall(r'item\("([^"]+)"\)', p)}
    assert found == {"4", "6", "16a", "26", "prisma2020_abstract:11", "prisma2020_abstract:12"}


def test_the_word_template_has_the_tags_of_the_markdown_one():
    from tamis.manuscript.word.document import Word

    text = template.markdown()
    word = Word(template.word(text))
    assert word.wrong == []

    def written(tags):
        return [code for tag in tags if (code := " ".join(tag.code.split())) != "review.title"]

    assert written(word.tags) == written(Markdown(text).tags)
