"""Tags: found as people write them, checked each by itself, rendered with the published names alone."""

import pytest
from engine_review import HOSTILE, published
from hypothesis import given
from hypothesis import strategies as st

from tamis.manuscript.engine.checking import check
from tamis.manuscript.engine.marks import MARK, hide, show, slot
from tamis.manuscript.engine.published import Published, listed
from tamis.manuscript.engine.sandbox import Engine, TagError
from tamis.manuscript.engine.tags import scan
from tamis.numberwords import spelled


def wrong(text: str) -> list[str]:
    tags, faults = scan(text)
    return [fault.text for fault in faults] + [said for _, said in check(tags, published())]


def render(text: str) -> str:
    """Return a text rendered, each mark as what it prints."""
    assert wrong(text) == []
    tags, _ = scan(text)
    engine, parts, at = Engine(published()), [], 0
    for number, tag in enumerate(tags):
        parts += [hide(text[at : tag.start]), slot(number)]
        at = tag.end
    made = show(engine.render("".join([*parts, hide(text[at:])]), tags))
    return MARK.sub(lambda found: engine.marks.made[int(found[2])].text, made)


def refused(text: str) -> str:
    """Return why a text is refused, before it is rendered or then."""
    if said := wrong(text):
        return "; ".join(said)
    with pytest.raises(TagError) as error:
        render(text)
    return error.value.text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ flow.screened }}", "1,234†"),
        ("{{flow.screened}}{# a note #}", "1,234†"),
        ("{{ flow.unknown }}", "not recorded"),
        ("{{ review.funding }} {{ review.funding | capitalize }}", "not recorded not recorded"),
        ("{% if review.funding %}a{% else %}b{% endif %}{{ '' }}", "b"),
        ("{{ -flow.excluded }} {{-flow.excluded}} {{ +flow.excluded }}", "−1,000 −1,000 1,000"),
        ("{%- if flow.screened -%}a{%- endif -%}", "a"),
        (
            "{{ 5 / 2 }} {{ 1.96 }} {{ 10 / 3 }} {{ 0.001 }} {{ 6 / 2 }} {{ 1500 }}",
            "2.5 1.96 3.33 0.001 3 1,500",
        ),
        ("{{ flow.excluded / flow.screened }} {{ 1 / studies.included }}", "0.81† 0.07"),
        ("{{ studies.included * 1.5 }} {{ flow.excluded * 1.5 }}", "22.50 1,500"),
        ("{{ flow.screened - flow.excluded }}", "234†"),
        ("{{ flow.screened – flow.excluded }}", "234†"),
        ("{{ flow.unknown + 1 }}", "not recorded"),
        ("{{ (flow.excluded / flow.screened) | percent }}", "81%†"),
        ("{{ (flow.excluded / flow.screened) | percent(1) }}", "81.0%†"),
        ("{{ (flow.unknown / flow.screened) | percent }}", "not recorded"),
        ("{{ screening.kappa }}", "0.81"),
        ("{{ studies.included | words }}", "fifteen"),
        ("{{ studies.included | words | capitalize }}", "Fifteen"),
        ("{{\u00a0studies.included\u202f|\u00a0words }}", "fifteen"),
        (
            "{% for one in studies.design %}{{ one }}={{ studies.design[one] }};{% endfor %}",
            "mixed=4;mixed-methods=5;",
        ),
        ("{% if flow.screened > 3 and not flow.unknown %}yes{% else %}no{% endif %}", "yes"),
        ("{% if flow.screened < 3 %}a{% elif studies.included == 15 %}b{% endif %}", "b"),
        ("{% set all = flow.screened %}{{ all }}", "1,234†"),
        ("{{ flow.screened if flow.screened > 2000 else “few” }}", "few"),
        ("{{ review.hostile }}", HOSTILE.replace("\ue000", "").replace("\ue001", "")),
        ("{{ '{{ flow.screened }}' }}", "{{ flow.screened }}"),
        ("{{ 'it’s' }} {{ ‘Children’s’ }} {{ „so“ }} {{ « so » }}", "it’s Children’s so  so "),
    ],
)
def test_what_a_tag_prints(text, printed):
    assert render(text) == printed


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ flow.__init__ }}",
        "{{ flow['__init__'] }}",
        "{{ flow._all }}",
        "{{ flow.screened.of }}",
        "{{ (flow.screened + 1).of }}",
        "{{ table.__globals__ }}",
        "{{ cite.__func__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum() }}",
        "{{ namespace(a=1) }}",
        "{{ range(10**9) }}",
        "{% for i in range(1000000000) %}{% endfor %}",
        "{% for i in 'aaaa' %}{% endfor %}",
        "{% for i in [1,2,3,4,5,6,7,8,9,10] %}" * 5 + "{% endfor %}" * 5,
        "{% if true %}" * 200 + "{% endif %}" * 200,
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ 'a' + 'b' }}",
        "{% set a = 999999 %}" + "{% set a = a * a %}" * 60 + "{{ a }}",
        "{{ flow.screened | attr('of') }}",
        "{{ flow.screened | upper }}",
        "{{ flow.screened is defined }}",
        "{{ [1, 2].append(3) }}",
        "{{ {}.items() }}",
        "{{ 'a'.join([1]) }}",
        "{{ 'a{0.__class__}'.format(1) }}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro m() %}{% endmacro %}",
        "{% raw %}{% endraw %}",
        "{% set x %}a{% endset %}",
        "{% set flow = 1 %}",
        "{% set a, b = 1 %}",
        "{% for a in studies.design recursive %}{% endfor %}",
        "{{ loop(studies) }}",
        "{{ (table)('characteristics') + 1 }}",
        "{{ cite(*['akin']) }}",
        "{{ cite('akin', **{}) }}",
        "{{ cite() }}",
        "{{ cite('akin', page=table('characteristics')) }}",
        "{{ " + "(" * 900 + "1" + ")" * 900 + " }}",
        "{{ " + "+".join(["1"] * 900) + " }}",
        "{{ " + "not " * 450 + "1 }}",
        "{{ 1/0 }}",
        "{{ " + "9" * 1900 + " }}",
        "{{ 1" + "0" * 400 + ".0 * 10 }}",
        "{{ flow }}",
        "{{ true }}",
        "{{ [1] }}",
        "{{ none }}",
        "{{ flow.unknown > 3 }}{% if flow.unknown > 3 %}{% endif %}",
        "{{ screening.kappa | words }}",
        "{% set a = [0, 0] %}{% if a == a %}{% endif %}",
        "{{ 1 if [1] < [2] else 3 }}",
        "{{ flow.screened -}}",
        "{{ ref('nix') }}",
        "{{ ref('flow', kind='picture') }}",
        "{% for i in [1, 2, 3, 4, 5, 6] %}" * 3 + "{{ table('characteristics') }}" + "{% endfor %}" * 3,
        "{% for i in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] %}" * 3
        + "{{ cite('akin') }}"
        + "{% endfor %}" * 3,
        "{{ flow.screened | percent(1000000) }}",
    ],
)
def test_what_is_not_published_is_refused_with_a_reason(text):
    assert refused(text).strip()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ flow.screend }}", "did you mean 'flow.screened'?"),
        ("{{ flow.screend }}", "flow.screened, flow.excluded, flow.unknown"),
        ("{{ nix }}", "'nix' is not one of review, search, flow"),
        ("{{ flow }}", "is a group of names: flow.screened"),
        ("{{ table('character') }}", "did you mean 'characteristics'?"),
        ("{{ figure('flo') }}", "'flo' is not one of flow"),
        ("{{ cite('brok') }}", "did you mean 'brook'?"),
        ("{{ cite(brook) }}", 'cite("brook")'),
        ("{{ item('17') }}", "'17' is not one of 16a, 16b"),
        ("{{ item('prismas:3') }}", "did you mean 'prisma_s'?"),
        ("{{ cite('akin', pages='3') }}", "did you mean 'page'?"),
        ("{{ flow.screened | wrods }}", "did you mean 'words'?"),
        ("{{ flow.screened", "is not closed; write }} behind it"),
        ("{% if flow.screened %} x", "write {% endif %} where it ends"),
        ("x {% endfor %}", "closes no 'for'"),
        ("{{ cite(“akin) }} {{ flow.screened }}", "a quotation mark is not closed"),
        ("{{ }}", "is empty"),
        ("{ flow.screened }}", "has one brace"),
        ("{{ flow.screened }", "is not closed"),
        ("{{ flow.screened flow }}", "'flow' has no place where it stands"),
        ("{{ flow screened }}", "a point belongs between the parts of a name, as in flow.screened"),
        ("{{ flow.screened# }}", "the sign '#' behind 'flow.screened'"),
        ("{{ flow.screened + }}", "something is missing at its end"),
        ("{{ synthesis.x.better }}", "this review has no name that begins with synthesis."),
        ("{% iff x %}", "did you mean 'if'?"),
        ("{{ table }}", '{{ table("characteristics") }}'),
    ],
)
def test_a_mistake_says_what_would_be_right(text, said):
    assert said in "; ".join(wrong(text))


def test_a_filter_for_numbers_says_that_a_text_is_none():
    assert "is no number" in refused("{{ review.title | percent }}")


def test_a_long_list_of_names_is_cut_short_with_the_nearest_first():
    known = [f"study{number}" for number in range(40)]
    said = listed("stdy7", known)
    assert "'stdy7' is not one of study7, " in said and "; did you mean 'study7'?" in said
    assert ", and 28 more: records/README.md" in said and said.count("study") == 13


def test_before_anything_is_built_a_name_is_checked_against_those_of_any_review():
    tags, _ = scan("{{ flow.records_screend }} {{ flow.records_screened }} {{ flow.reason.topic }}")
    (at, said), *more = check(tags, Published())
    assert at == 0 and not more and "did you mean 'flow.records_screened'?" in said


def test_of_what_can_be_cited_only_some_is_told():
    some = Published({}, keys={"akin", "r2345678ab"}, told={"akin"})
    assert check(scan("{{ cite('r2345678ab') }}")[0], some) == []
    ((_, said),) = check(scan("{{ cite('r2345678ac') }}")[0], some)
    assert "is not one of akin" in said and "r2345678ab" not in said


def test_an_unclosed_tag_is_read_once_and_not_every_mistake_is_told():
    tags, faults = scan("{{ flow.screened " * 20_000)
    assert not tags and len(faults) <= 100 and all(len(fault.text) < 120 for fault in faults)


def test_every_mistake_is_told_of_at_once_also_where_nothing_is_printed():
    text = (
        "{{ flow.a }} {% if flow.screened > 3 %}{{ flow.b }}{% else %}{{ flow.c }} {{ cite('d') }}{% endif %}"
    )
    text += " {{ flow"
    said = "; ".join(wrong(text))
    assert all(name in said for name in ("flow.a", "flow.b", "flow.c", "'d'", "'{{ flow'"))


def test_the_tag_that_fails_is_named():
    tags, _ = scan("{{ flow.screened }}\n\n{% set x = 0 %}{{ 1 / x }}\n{{ flow.screened }}")
    with pytest.raises(TagError) as error:
        Engine(published()).render(f"a{slot(0)}\n\n{slot(1)}b{slot(2)}\n{slot(3)}", tags)
    assert error.value.tag == 2


@given(st.text())
def test_a_text_without_tags_is_left_alone(text):
    tags, faults = scan(text)
    if (
        not tags
        and not faults
        and "\r" not in text
        and not any("\ue000" <= sign <= "\ue005" for sign in text)
    ):
        assert render(text) == text


@given(st.text(alphabet="{}%#'\"“” ab.()|,\n", max_size=60))
def test_no_text_brings_the_engine_down(text):
    if not wrong(text):
        try:
            render(text)
        except TagError as error:
            assert error.text


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "nought"),
        (15, "fifteen"),
        (40, "forty"),
        (99, "ninety-nine"),
        (100, "one hundred"),
        (101, "one hundred and one"),
        (1100, "one thousand one hundred"),
        (12_345, "twelve thousand three hundred and forty-five"),
    ],
)
def test_numbers_in_words(number, said):
    assert spelled(number) == said
