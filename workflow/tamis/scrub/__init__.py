"""Names and e-mail addresses of reviewers, taken out of a screening export before it is committed."""
