"""Tamis: a reproducible systematic-review pipeline, from search exports to a report.

`tables` has the schema of every table; the folders are the stages, in the order of a review:
searches, dedupe, screening, fulltext, extraction, appraisal, synthesis; then flow, checks, reports.
"""
