rule sources:
    input:
        config="config/config.yaml",
        records="build/searches/records.csv",
        exports="build/searches/exports.csv",
        members="build/dedupe/members.csv",
        citations="build/dedupe/citations.csv",
        exits="build/flow/exits.csv",
    output:
        "reports/sources.csv",
        "reports/overlap.csv",
        "reports/combinations.csv",
        "reports/search_summary.csv",
        "reports/overlap.svg",
        "reports/upset.svg",
    log:
        "logs/sources.log",
    params:
        code=CODE,
        people=provenance.contents("config"),
    shell:
        "tamis sources --log {log}"
