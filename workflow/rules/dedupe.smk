rule dedupe:
    input:
        config="config/config.yaml",
        records="build/searches/records.csv",
        logs=provenance.files(
            "records/screening",
            "duplicates.*",
            "adjudication.*",
            "title_abstract.*",
            "full_text.*",
        ),
    output:
        "build/dedupe/pairs.csv",
        "build/dedupe/members.csv",
        "build/dedupe/citations.csv",
        "build/dedupe/origins.csv",
        "build/dedupe/answers.csv",
        "build/dedupe/open.csv",
    log:
        "logs/dedupe.log",
    params:
        code=CODE,
        people=provenance.contents("config", "records/screening"),
    shell:
        "tamis dedupe --log {log}"
