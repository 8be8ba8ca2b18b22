rule evidence:
    input:
        config="config/config.yaml",
        proforma="config/proforma.yaml",
        studies="build/fulltext/studies.csv",
        data="build/extraction/data.csv",
        evidence="build/extraction/evidence.csv",
        pdfs="build/fulltext/pdfs.csv",
        members="build/dedupe/members.csv",
    output:
        "build/evidence/evidence.html",
    log:
        "logs/evidence.log",
    params:
        code=CODE,
        reader=reader.version(),
        people=provenance.contents("config"),
    shell:
        "tamis evidence --log {log}"
