rule extraction:
    input:
        config="config/config.yaml",
        proforma="config/proforma.yaml",
        studies="build/fulltext/studies.csv",
        files=provenance.files("records/extraction"),
    output:
        "build/extraction/data.csv",
        "build/extraction/open.csv",
    log:
        "logs/extraction.log",
    params:
        code=CODE,
        people=provenance.contents(
            "config",
            "records/extraction",
            "records/studies.csv",
            "records/studies.xlsx",
        ),
    shell:
        "tamis extraction --log {log}"
