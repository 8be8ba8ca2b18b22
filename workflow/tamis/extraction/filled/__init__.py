"""What one person filled in, against the form.

- `fields`: one person's extraction of one study, all their files together
- `reading`: what one file says of one study, while it is read
- `files`: a YAML file for each study
- `workbook`, `book`, `sheets`, `cells`: a workbook with rows for each study, read by cell
- `again`: what must be filled in again, since the form has changed
- `values`: what one typed value must look like for the type that the form gives it
"""
