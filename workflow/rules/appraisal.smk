rule appraisal:
    input:
        config="config/config.yaml",
        proforma="config/proforma.yaml",
        tools=provenance.files("config/tools"),
        studies="build/fulltext/studies.csv",
        designs="build/extraction/data.csv",
        synthesis=provenance.files("records/synthesis", "text.md", "directions.*"),
        files=provenance.files("records/appraisal"),
    output:
        "build/appraisal/ratings.csv",
        "build/appraisal/said.csv",
        "build/appraisal/judgements.csv",
        "build/appraisal/assessments.csv",
        "build/appraisal/findings.csv",
        "build/appraisal/open.csv",
        "reports/appraisal.svg",
        "reports/appraisal_summary.svg",
    log:
        "logs/appraisal.log",
    params:
        code=CODE,
        people=provenance.contents(
            "config",
            "records/appraisal",
            "records/studies.csv",
            "records/studies.xlsx",
            "records/synthesis/directions.csv",
            "records/synthesis/directions.xlsx",
            "records/synthesis/text.md",
        ),
    shell:
        "tamis appraisal --log {log}"
