rule fulltext:
    input:
        config="config/config.yaml",
        records="build/searches/records.csv",
        members="build/dedupe/members.csv",
        citations="build/dedupe/citations.csv",
        verdicts="build/screening/verdicts.csv",
        studies=provenance.files("records", "studies.*"),
        retrieval=provenance.files("records/fulltext"),
    output:
        "build/fulltext/reports.csv",
        "build/fulltext/studies.csv",
        "build/fulltext/open.csv",
    log:
        "logs/fulltext.log",
    params:
        code=CODE,
        people=provenance.contents(
            "config",
            "records/fulltext/retrieval.csv",
            "records/fulltext/retrieval.xlsx",
            "records/studies.csv",
            "records/studies.xlsx",
        ),
    shell:
        "tamis fulltext --log {log}"
