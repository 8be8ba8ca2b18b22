from tamis.figures import FIGURES, KINDS


rule figures:
    input:
        config="config/config.yaml",
        figures=expand("reports/{name}.svg", name=FIGURES),
    output:
        "build/figures/open.csv",
        expand("reports/{name}.{kind}", name=FIGURES, kind=KINDS),
    log:
        "logs/figures.log",
    params:
        code=CODE,
        people=provenance.contents("config"),
    shell:
        "tamis figures --log {log}"
