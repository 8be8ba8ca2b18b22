rule screening:
    input:
        config="config/config.yaml",
        records="build/searches/records.csv",
        exports="build/searches/exports.csv",
        members="build/dedupe/members.csv",
        citations="build/dedupe/citations.csv",
        logs=provenance.files("records/screening"),
    output:
        "build/screening/decisions.csv",
        "build/screening/verdicts.csv",
        "build/screening/entries.csv",
        "build/screening/adjudications.csv",
        "build/screening/agreement.csv",
        "build/screening/cells.csv",
        "build/screening/panels.csv",
        "build/screening/confusions.csv",
        "build/screening/misjudged.csv",
        "build/screening/drift.csv",
        "build/screening/vanished.csv",
        "build/screening/affected.csv",
        "build/screening/open.csv",
    log:
        "logs/screening.log",
    params:
        code=CODE,
        people=provenance.contents("config", "records/screening"),
    shell:
        "tamis screening --log {log}"
