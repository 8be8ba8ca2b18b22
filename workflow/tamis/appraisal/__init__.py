"""Appraisal: what appraisers answered to each criterion of a tool, what holds, and what follows by its rules.

A tool is data: one YAML file, here in `tools/` or in a review's config/tools/, and its schema in
`workflow/schemas/tool.schema.yaml`. Nothing here or elsewhere in the program branches on a tool's name.

tools/     the tools, one file each
engine/    what a tool is, and what follows from answers
inputs, lines   reads records/appraisal/, and checks every line of it
cases/     one study (and result) under one tool: what holds where several people speak, and what follows
said       what each person said, as it counts now
openitems, items, coverage   what is still to be done, and by whom
findings   what checks say of the ratings
claims/    what checks say of the synthesis text's claims on quality
figures/   traffic light and summary bars
loose/     `tamis appraise`, for tables that are in no review
command    writes build/appraisal/ and the two figures
"""
