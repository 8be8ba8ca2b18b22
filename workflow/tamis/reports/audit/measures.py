"""What the coefficients of the page are, with the source of each formula."""

#: The columns of a table of pairs.
MEASURES = (
    (
        "Observed",
        "Share of citations on which both say the same, (a + d) / n, with its Wilson interval (Wilson 1927). "
        "Where pairs are put together, it is the share of pairs of votes.",
    ),
    (
        "Positive, negative",
        "Specific agreement on what goes on, 2a / (2a + b + c), and on what is excluded, 2d / (2d + b + c) "
        "(Cicchetti and Feinstein 1990).",
    ),
    (
        "Kappa",
        "Cohen’s kappa (1960) with the interval of Fleiss, Cohen and Everitt (1969). Where few citations go "
        "on, kappa can be low although reviewers hardly differ (Feinstein and Cicchetti 1990). The interval "
        "is rough for few citations; an upper limit above 1 is printed as 1.",
    ),
    (
        "PABAK",
        "Kappa adjusted for prevalence and bias: twice the observed share less 1 (Byrt and others 1993).",
    ),
    (
        "AC1",
        "Gwet’s AC1 (2008) with its t interval. AC1 and PABAK stay near the observed share where little goes "
        "on, and can be high though reviewers agree on hardly any inclusion: see positive agreement.",
    ),
    (
        "Prevalence, bias",
        "Prevalence index, (a - d) / n, and bias index, (b - c) / n (Byrt and others 1993): how uneven the "
        "two answers are, and how much one reviewer lets more pass than the other. All pairs together have "
        "no bias: who is the first of two is but the order of their ids.",
    ),
)
#: The columns of a table of all reviewers together, after what is observed.
PANEL = (
    (
        "Fleiss’ kappa, in Gwet’s generalisation",
        "for panels whose members change; votes that are missing by design are left out (Gwet, 4th edition)",
    ),
    ("Gwet’s AC1", "the same, for any number of reviewers (2008)"),
    ("Krippendorff’s alpha", "nominal, from the coincidences of all votes on a citation (2011)"),
)
#: What else the page prints.
TERMS = (
    (
        "All reviewers together",
        "Observed is the mean, over citations with two votes or more, of the share of pairs of votes on the "
        "citation that agree. Citations with a single vote count nowhere: where one reviewer may decide "
        "alone, which these are depends on the vote. Intervals by Gwet’s linearisation, t with n - 1 degrees "
        "of freedom; citations are taken as sampled, reviewers as fixed.",
    ),
    (
        "Interval cannot be estimated",
        "The formula gives a variance of 0, as where reviewers never differ: this is no certainty.",
    ),
    (
        "Periods and trend",
        "Pairs of votes after the pilot, in order of the later vote of each, in five parts as equal as can "
        "be. Trend: Cochran (1954) and Armitage (1955), two-sided; above 0, agreement rises. Not tested "
        "where a period would be expected to have fewer than 5 pairs that differ, or that agree (“too few”), "
        "nor where a citation has several pairs of votes, which depend on each other.",
    ),
    (
        "Agreement on reasons",
        "Where both excluded and both gave a reason: the share that gave the same one, with its Wilson "
        "interval.",
    ),
    (
        "Misjudged in the pilot",
        "A citation of the pilot on which a first vote differed from the final decision, which is no gold "
        "standard.",
    ),
)
