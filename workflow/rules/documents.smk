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


rule documents:
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
        source.made(provenance.files(source.FOLDER)),
    log:
        "logs/documents.log",
    params:
        code=CODE,
        people=provenance.contents(
            "config",
            source.FOLDER,
            "records/searches",
            "records/fulltext/retrieval.csv",
            "records/fulltext/retrieval.xlsx",
            "records/synthesis/text.md",
            "records/studies.csv",
            "records/studies.xlsx",
            "records/accepted.csv",
            "records/accepted.xlsx",
        ),
    shell:
        "tamis documents --only manuscripts --log {log}"
