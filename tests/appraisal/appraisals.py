"""Small reviews with ratings, and what the stage makes of them; cases without any file for properties."""

import shutil
from dataclasses import replace
from pathlib import Path

from small_review import CONFIG, included_studies, make, protocol
from tamis.appraisal import command
from tamis.appraisal.cases.assess import assess
from tamis.appraisal.cases.case import cases
from tamis.appraisal.engine import registry
from tamis.appraisal.inputs import Inputs
from tamis.appraisal.lines import Line
from tamis.appraisal.openitems import open_items
from tamis.config import AppraisalRules, ToolUse
from tamis.tables import Category

MMAT, ROB2 = registry.require("mmat2018"), registry.require("rob2")
CHECKLIST = Path(__file__).parent / "samples" / "tools" / "checklist2017.yaml"
PEOPLE = ("R1", "R2", "R3", "R4")
#: One trial and one mixed-methods study.
CATEGORIES = """\
    study,tool,category,component,who,why
    adams2001,mmat2018,randomised,,R1,allocated by lot
    brown2002,mmat2018,mixed,descriptive,team,interviews and a survey
    """
TRIAL = "study,tool,category,who,why\nadams2001,rob2,assignment,R1,what the review asks\n"
#: A trial at low risk in every domain of RoB 2 (effect of assignment), as its algorithm has it.
LOW = "1.1 Y;1.2 Y;1.3 N;2.1 N;2.2 N;2.6 Y;3.1 Y;4.1 N;4.2 N;4.3 N;5.1 Y;5.2 N;5.3 N"


def config(tools=("mmat2018",), appraisers=1, more="", people=PEOPLE):
    """Return the config of a review: which tools, how many appraisers, more lines under `appraisal`."""
    before, _, rest = CONFIG.partition("appraisal:\n")
    _, _, after = rest.partition("  appraisers: 1\n")
    listed = "".join(f"    - id: {tool}\n" if tool[0] != " " else f"{tool}\n" for tool in tools)
    ids = ", ".join(f"{{id: {person}}}" for person in people)
    before = before.replace("[{id: R1}, {id: R2}]", f"[{ids}]")
    return f"{before}appraisal:\n  tools:\n{listed}  appraisers: {appraisers}\n{more}{after}"


def stage(root, files, *, included=("adams2001",), **more):
    """Return what the stage makes of some files in records/appraisal/."""
    more = {"config": config()} | more
    shutil.rmtree(root / "records" / "appraisal", ignore_errors=True)
    files = {(name if "/" in name else f"appraisal/{name}"): text for name, text in files.items()}
    review = make(root, files, included=included, known=("adams2001", "brown2002"), **more)
    return command.make(review, protocol(review)[0], included_studies(*included))


def block(study, block, answers):
    """Return lines of ratings for 1 to 5 of a block, from letters such as YNC; a space is left out."""
    spelled = {"Y": "Yes", "N": "No", "C": "Can't tell"}
    return "".join(
        f"{study},{block}{n},{spelled[letter]},a reason\n"
        for n, letter in enumerate(answers, start=1)
        if letter != " "
    )


def log(*blocks):
    """Return a log of MMAT ratings, made of blocks."""
    return "study,item,answer,comment\n" + "".join(block(*one) for one in blocks)


def rob2(said, result="return"):
    """Return a log of RoB 2 answers on one result: `1.1 Y;1.2 PN`, or judgements, `D1 high why`."""
    lines = [each.split(" ", 2) for each in said.split(";")]
    rows = [f"adams2001,{result},{line[0]},{line[1]},{line[2] if line[2:] else ''}\n" for line in lines]
    return "study,result,item,answer,comment\n" + "".join(rows)


def changed(said, *changes):
    """Return answers with some changed or added; `2.3` alone takes one away."""
    answers = dict(each.split(" ", 1) for each in said.split(";"))
    for change in changes:
        item, _, answer = change.partition(" ")
        answers.pop(item, None)
        answers |= {item: answer} if answer else {}
    return ";".join(f"{item} {answer}" for item, answer in answers.items())


def settled(*rows, tool="mmat2018", result=""):
    """Return a file of reconciliations: item, answers, answer, how, who and time."""
    head = "study,tool,result,item,answers,answer,how,who,why,time\n"
    lines = (
        f"adams2001,{tool},{result},{item},{answers},{answer},{how},{who},we looked,{time}\n"
        for item, answers, answer, how, who, time in rows
    )
    return head + "".join(lines)


def row(made, item, study="adams2001"):
    """Return the row of a criterion."""
    (found,) = [each for each in made.ratings if (each.study, each.item) == (study, item)]
    return found


def open_ids(made, *kinds):
    """Return the ids of what is open, without the first part; of some kinds only."""
    ids = [item.item.removeprefix("appraisal:") for item in made.open]
    return [id for id in ids if not kinds or id.split(":")[0] in kinds]


def judged(made):
    """Return the judgements by domain: judgement and state."""
    return {each.domain: (each.judgement, each.state) for each in made.judgements}


# --- without files ------------------------------------------------------------------------------


def line(person, item, answer, *, position=0, tool="mmat2018", result="", study="adams2001", **more):
    """Return a line of somebody's log."""
    place = f"records/appraisal/{tool}.{person}.csv:{position + 2}"
    made = Line(person, study, tool, result, (item,), item, answer, position, place=place)
    return replace(made, **more)


def assessed(tool, category, ratings, *, component="", views=(), settlements=(), appraisers=2, second=False):
    """Return one case of one study, assessed, and what is open."""
    result = "return" if tool.unit == "result" else ""
    rules = AppraisalRules(tools=(ToolUse(tool.id),), appraisers=appraisers, second_view=second)
    row = Category("adams2001", tool.id, "", category, component, "R1", "why", place="categories.csv:2")
    inputs = Inputs(
        (tool,),
        (row,),
        tuple(ratings),
        tuple(views),
        tuple(settlements),
        frozenset({("adams2001", tool.id, result)}),
    )
    found, without = cases(inputs, rules, PEOPLE, included_studies("adams2001"))
    (case,) = found
    one = assess(case, rules)
    return one, open_items([one], without, rules, PEOPLE)
