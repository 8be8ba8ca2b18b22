rule search:
    input:
        searches=provenance.files("records/searches"),
    output:
        "build/searches/records.csv",
        "build/searches/exports.csv",
        "build/searches/strategies.csv",
        "build/searches/open.csv",
    log:
        "logs/searches.log",
    params:
        code=CODE,
        people=provenance.contents("records/searches"),
    shell:
        "tamis search --log {log}"
