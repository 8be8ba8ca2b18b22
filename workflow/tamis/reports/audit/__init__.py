"""The audit of screening, `reports/audit.html` and `reports/audit.csv`: enough to judge it without asking.

`rules` says what the protocol asks for, `tallies` counts what was done, `people` what each reviewer did,
`firsts` what first votes were apart in, `coefficients` lays out agreement, `drift` draws it over time,
`history` is every line that was written, `methods` and `agreed` put it in sentences for a methods section,
`grras` says where each item of that guideline is answered, and `page` makes the HTML.
"""
