"""Forms of appraisal.

- `now`: where appraisal stands; `toolsheet`: an appraisal tool in plain words
- `categories`: which category of a tool each study is
- `ratings`: what an appraiser is still to answer
- `view`: a second view of what others rated
- `reconciliation`: differences between appraisers
"""
