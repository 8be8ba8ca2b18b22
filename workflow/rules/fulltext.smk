from tamis.pdf import reader  # its version is another one with another library, too


rule fulltext:
    input:
        config="config/config.yaml",
        records="build/searches/records.csv",
        members="build/dedupe/members.csv",
        citations="build/dedupe/citations.csv",
        verdicts="build/screening/verdicts.csv",
        studies=provenance.files("records", "studies.*"),
        logs=provenance.files("records/fulltext", "retrieval*", "requests*"),
    output:
        "build/fulltext/reports.csv",
        "build/fulltext/studies.csv",
        "build/fulltext/pdfs.csv",
        "build/fulltext/open.csv",
    log:
        "logs/fulltext.log",
    params:
        code=CODE,
        reader=reader.version(),
        people=provenance.contents(
            "config",
            *provenance.files("records/fulltext", "retrieval*", "requests*"),
            "records/studies.csv",
            "records/studies.xlsx",
        ),
        pdfs=provenance.stamps("records/fulltext"),
    shell:
        "tamis fulltext --log {log}"
