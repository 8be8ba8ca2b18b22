rule synthesis:
    input:
        config="config/config.yaml",
        studies="build/fulltext/studies.csv",
        files=provenance.files("records/synthesis"),
    output:
        "build/synthesis/framework.csv",
        "build/synthesis/directions.csv",
        "build/synthesis/open.csv",
    log:
        "logs/synthesis.log",
    params:
        code=CODE,
        people=provenance.contents(
            "config",
            "records/synthesis",
            "records/studies.csv",
            "records/studies.xlsx",
        ),
    shell:
        "tamis synthesis --log {log}"
