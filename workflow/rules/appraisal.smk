rule appraisal:
    input:
        config="config/config.yaml",
        studies="build/fulltext/studies.csv",
        files=sorted(Path("records/appraisal").glob("[!.~]*")),
    output:
        "build/appraisal/ratings.csv",
        "build/appraisal/open.csv",
    log:
        "logs/appraisal.log",
    params:
        code=CODE,
        people=provenance.contents("config", "records/appraisal"),
    shell:
        "tamis appraisal --log {log}"
