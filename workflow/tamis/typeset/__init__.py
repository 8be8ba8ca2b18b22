"""Documents: what a report or a manuscript is made of, and Word and PDF files made of it."""
