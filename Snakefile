from tamis import provenance, run as tamis  # all logic lives in workflow/tamis


container: "docker://python:3.11-slim"


provenance.commands_on_path()
CODE = provenance.source_digest()


include: "workflow/rules/searches.smk"
include: "workflow/rules/dedupe.smk"
include: "workflow/rules/screening.smk"
include: "workflow/rules/fulltext.smk"
include: "workflow/rules/extraction.smk"
include: "workflow/rules/evidence.smk"
include: "workflow/rules/appraisal.smk"
include: "workflow/rules/synthesis.smk"
include: "workflow/rules/flow.smk"
include: "workflow/rules/sources.smk"
include: "workflow/rules/reports.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/documents.smk"


rule all:
    default_target: True
    input:
        [getattr(rules, name).output for name in tamis.RULES],  # each, in case it was deleted


rule final:
    input:
        rules.all.input,
    output:
        "build/final.txt",
    log:
        "logs/final.log",
    shell:
        "tamis final --log {log}"
