"""Which source found what: overlap, what one source alone found, sensitivity and precision.

`found` says which sources found each citation and counts from that; `heatmap` and `upset` draw it;
`command` is `tamis sources`. The measures are those of the search summary table: Bethel AC, Rogers M,
Abbott R. Use of a search summary table to improve systematic review search methods, results, and
efficiency. J Med Libr Assoc 2021;109(1):97-106, doi:10.5195/jmla.2021.809.
"""
