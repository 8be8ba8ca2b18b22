rule extraction:
    input:
        config="config/config.yaml",
        proforma="config/proforma.yaml",
        citations="build/dedupe/citations.csv",
        reports="build/fulltext/reports.csv",
        studies="build/fulltext/studies.csv",
        pdfs="build/fulltext/pdfs.csv",
        files=provenance.files("records/extraction"),
    output:
        "build/extraction/data.csv",
        "build/extraction/differences.csv",
        "build/extraction/agreement.csv",
        "build/extraction/evidence.csv",
        "build/extraction/findings.csv",
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
