"""Appraisal: what appraisers answered to each criterion of a tool, and what the tool's own rule asks for.

A tool is data: one file in `tools/`, and its schema in `workflow/schemas/tool.schema.yaml`. Nothing here
or elsewhere in the program branches on a tool's name.

registry   reads the tools: answers, criteria, and which sets of criteria are due for which category
inputs     reads records/appraisal/categories.csv and <tool>.<appraiser>.csv, and checks them
ratings    every criterion that is due or was rated, study by study; what is missing or in dispute
tally      counts for the report, and notes on ratings that do not go together
command    writes build/appraisal/ratings.csv and open.csv

Where two appraisers differ, the rating is empty and an open item until one of them adds a line with the
agreed answer; settling it in a file of its own, with who and why, is not built yet.
"""
