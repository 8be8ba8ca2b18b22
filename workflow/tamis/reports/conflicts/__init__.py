"""The dossier of conflicts: who said what, who settled it, how and why; what is unresolved, first.

`dossier` gathers it from the built tables, `page` prints it, `table` is the same as rows.
"""
