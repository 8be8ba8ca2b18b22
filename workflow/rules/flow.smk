rule flow:
    input:
        config="config/config.yaml",
        named=provenance.files("records", "studies.*"),
        records="build/searches/records.csv",
        exports="build/searches/exports.csv",
        members="build/dedupe/members.csv",
        citations="build/dedupe/citations.csv",
        verdicts="build/screening/verdicts.csv",
        reports="build/fulltext/reports.csv",
        studies="build/fulltext/studies.csv",
    output:
        "build/flow/exits.csv",
        "build/flow/open.csv",
        "reports/flow.csv",
        "reports/flow.json",
        "reports/flow.svg",
        "reports/flow_prisma2020.csv",
    log:
        "logs/flow.log",
    params:
        code=CODE,
        people=provenance.contents(
            "config", "records/studies.csv", "records/studies.xlsx"
        ),
    shell:
        "tamis flow --log {log}"
