"""Numbers that the published review prints, and what is wrong in them (Hood et al. 2022, Tables 2 and 5).

The ids are those of ../shared/seeds/004_inconsistencies.csv.
"""

#: What the checks of numbers find, without `extraction:number:` and the digest, by the inconsistency's id.
FOUND = {
    "F4": [
        "sum:malvaso2020:composition:unsuccessful-reunifications:n",
    ],
    "F6": [
        "sum:akin2017:arms:n",
        "percent:akin2017:results:re-entry-to-care_from-3-years-and-3-3b0661:percent_1",
    ],
    "F9": [
        "chi2:lewandowski2002:results:re-entry-to-care_18-months:statistic",
        "percent:lewandowski2002:results:re-entry-to-care_18-months:percent_2",
    ],
    "F10": [
        "unit:lewandowski2002:total",
    ],
    "F12": [
        "percent:chambers2016:results:families-with-a-child-living-out-of-home-7b5da8:percent_2",
    ],
    "F15": [
        "unit:chambers2019:arms:counted_in",
    ],
    "F18": [
        "percent:pine2009:results:children-reunified-with-biological-9a120c:percent_1",
        "percent:pine2009:results:children-reunified-with-biological-9a120c:percent_2",
    ],
    "F19": [
        "percent:ringle2015:composition:young-people-by-sex_female:percent",
        "percent:ringle2015:composition:young-people-by-ethnicity_white:percent",
        "percent:ringle2015:composition:young-people-by-ethnicity_african-963185:percent",
        "percent:ringle2015:composition:young-people-by-ethnicity_hispanic:percent",
    ],
    "F26": [
        "unit:brook2007:arms:counted_in",
    ],
    "F28": [
        "sum:ryan2016:composition:mothers-by-primary-substance:percent",
    ],
}
#: What else they find, that is not among the 69 that the file lists.
BEYOND = [
    "unit:degarmo2013:total",
    "percent:rushovich2021:results:re-entry-to-care_study-period:percent_1",
    "percent:rushovich2021:results:re-entry-to-care_study-period:percent_2",
    "percent:rushovich2021:results:alleged-victim-of-maltreatment-after-93bbd7:percent_1",
    "percent:rushovich2021:results:alleged-victim-of-maltreatment-after-93bbd7:percent_2",
    "d:trout2020:results:placement-at-home-as-section-4.4-1-ac2060:d",
]

#: What ../shared/seeds/004_checklist.md lists, and what the sums and percentages of the samples are: for each
#: study what stands together, in one row of a table of the form or among its plain fields.
PRINTED = {
    "akin2017": [
        "percent_1 23.7, percent_2 18.6, hazard_ratio 1.19, p .413",
        "n 357",
        "n 892",
        "total 493",
    ],
    "brook2007": [
        "percent_1 23, percent_2 7, test chi2, statistic 5.17, p .023",
        "test chi2_gehan, statistic 3.98, p .046",
        "n 60, counted_in families",
        "n 79, counted_in children",
    ],
    "chambers2016": [
        "n_1 50, events_1 0, n_2 50, events_2 4, percent_2 10",
        "events_1 0, events_2 4, test fisher, n_test 60, p .02",
        "events_2 5",
        "n_1 50, percent_1 76, n_2 50, percent_2 44",
    ],
    "chambers2019": [
        "test chi2_mcnemar, statistic 4.00, df 1, n_test 179, p .046, follow_up 12 months",
        "test chi2_mcnemar, statistic 2.71, df 1, n_test 179, p .099, follow_up 24 months",
        "n 500, counted_in children",
        "n 500, counted_in families",
    ],
    "degarmo2013": [
        "n_1 50, events_1 4, percent_1 8, n_2 53, events_2 8, percent_2 15, statistic 1.26, df 1, p .26",
        "total 101, total_of children",
    ],
    "harwin2018": [
        "percent_1 51, percent_2 22, p .007",
        "percent_1 57, percent_2 39, p .053",
        "percent_1 37, percent_2 25",
        "percent_1 46, percent_2 30",
        "percent_1 58, percent_2 24",
        "percent_1 34, percent_2 55",
        "part Reunified, n 52, whole 140",
        "part Not reunified, n 92, whole 140",
        "part Reunified, n 71, whole 201",
        "part Not reunified, n 130, whole 201",
    ],
    "lewandowski2002": [
        "percent_1 28, percent_2 13.4, test chi2, statistic 8.17, df 1, n_test 374, p < .05",
        "events_1 44, percent_1 28, percent_2 13.4",
        "odds_ratio 2.6",
        "n 269, percent 72, whole 374",
        "n 220, counted_in children",
        "n 154, counted_in children",
        "total 374, total_of families",
    ],
    "madden2012": ["events_1 5, n_1 6", "percent_1 50, n_1 18"],
    "malvaso2020": [
        "events_1 16, n_1 36, percent_1 44",
        "events_1 8, n_1 36, percent_1 22",
        "events_1 9, n_1 36, percent_1 25",
        "events_1 3, n_1 36, percent_1 8",
        "n_1 36, percent_1 66",
        "percent_1 87.5",
        "events_1 7, n_1 9",
        "part Male, n 25, whole 46",
        "part Female, n 21, whole 46",
        "percent 86, whole 36",
    ],
    "oxford2016": ["d .87, p < .05, n_1 18, n_2 25"],
    "pine2009": [
        "events_1 122, percent_1 61.9, n_2 223, percent_2 57.2",
        "families 135, children 254",
        "families 121, children 233",
        "n 78, whole 135",
    ],
    "ringle2015": [
        "percent_1 76, follow_up 12 months",
        "outcome No arrest, percent_1 72",
        "outcome In school or graduated, percent_1 72",
        "n 53, whole 68",
        *[f"percent {percent}, whole 62" for percent in ("72", "28", "27.3", "31.8", "23.9", "17")],
    ],
    "rushovich2021": [
        "events_1 9, percent_1 45, events_2 21, percent_2 60",
        "events_1 1, percent_1 5, events_2 2, percent_2 6",
        "families 25, children 48",
        "families 22, children 38",
        "families 38, children 69",
        "total 85, total_of families, total_children 155",
    ],
    "ryan2016": [
        "part Recovery coach, percent 66.1",
        "part Services as usual, percent 33.9",
        "part Recovery coach, percent 74.7",
        "part Services as usual, percent 25.3",
        "test chi2, statistic 8.07, phi 0.07, p < .01",
        "odds_ratio 1.43, p < .01",
        "value_1 0.24, value_2 0.15",
        "value_1 0.22, value_2 0.19",
        "n 1112",
        "n 511",
        "total 1623",
        *[f"percent {percent}, whole 1623" for percent in ("76.3", "20.5", "3.2")],
        *[f"percent {percent}, whole 1623" for percent in ("34.4", "27.5", "19.4", "18.4")],
    ],
    "trout2020": [
        "odds_ratio 3.048, d 0.675, p .033, coefficient 1.114",
        "odds_ratio 3.048, d -0.675, p .033",
        "odds_ratio 0.997, d -0.002, p .995, coefficient -0.003",
        "odds_ratio 0.937, d -0.039, p .862, coefficient -0.065",
    ],
}
