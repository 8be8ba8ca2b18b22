"""Synthesis: what people coded across studies, and the tables over the included studies.

inputs        reads records/synthesis/framework.csv and directions.csv, and checks them
cells         extracted data as they are printed: labels of choices, units of numbers, rows of tables
study_table   a table of one row a study, grouped, such as characteristics or effectiveness
quality       each study's level of quality, or judgement of the whole, for shading and sensitivity analyses
counts        how many studies have each choice of a field, such as country or design
framework     the framework matrix: components of support, and the studies that report them
directions    the direction of effect of each study on each outcome
text          reads records/synthesis/text.md, the synthesis in the team's own words, which the report prints
command       writes build/synthesis/framework.csv, directions.csv and open.csv

Directions follow SWiM (Campbell et al. 2020) and Boon and Thomson (2021): where an effect points, and
never whether a test of it fell below a threshold; studies are not counted by such tests either.
"""
