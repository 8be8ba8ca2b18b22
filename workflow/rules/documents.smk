from tamis.manuscript import source


rule report_documents:
    input:
        config="config/config.yaml",
        page="reports/report.html",
        figures=rules.figures.input.figures,
        pictures=rules.figures.output,
    output:
        "reports/report.docx",
        "reports/report.pdf",
    log:
        "logs/report_documents.log",
    params:
        code=CODE,
        people=provenance.contents("config"),
    shell:
        "tamis documents --only report --log {log}"


rule manuscripts:
    input:
        rules.report_documents.output,
        rules.report.input,
        report="reports/report.html",
        figures=rules.figures.input.figures,
        pictures=rules.figures.output,
        styles=provenance.files("config", "*.csl"),
        manuscripts=provenance.files(source.FOLDER),
    output:
        "build/documents/open.csv",
        "reports/checklists.docx",
        "reports/checklists.csv",
        "reports/manuscript_numbers.csv",
        "build/documents/problems.json",
    log:
        "logs/manuscripts.log",
    params:
        code=CODE,
        people=provenance.contents(
            "config",
            source.FOLDER,
            "records/searches",
            *provenance.files("records/fulltext", "retrieval*", "requests*"),
            "records/synthesis/text.md",
            "records/studies.csv",
            "records/studies.xlsx",
            "records/accepted.csv",
            "records/accepted.xlsx",
        ),
    shell:
        "tamis documents --only manuscripts --log {log}"


# What is right is made by the rules above; this one fails as long as a manuscript is wrong, and takes nothing away.
rule documents:
    input:
        rules.manuscripts.output,
        problems="build/documents/problems.json",
    output:
        "build/documents/right.txt",
    log:
        "logs/documents.log",
    params:
        code=CODE,
    shell:
        "tamis documents --only problems --log {log}"
