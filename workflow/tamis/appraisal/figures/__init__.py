"""The figures of appraisal: pure drawing, which knows panels and signs, and no tool, table or folder.

grid      what is drawn, and what a table of it can print: panels of studies by criteria or domains
palette   the colours, what is written on them, and how they are told apart in grey
page      blocks that flow down the columns of pages
marks     the mark of a sign, titles, the legend, and the key to the columns
traffic   the traffic-light figure: a mark in each cell
summary   the summary figure: a bar for each criterion or domain
"""
