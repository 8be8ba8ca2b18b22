"""The manuscript: what authors write in Word or Markdown, with the review's numbers, tables and figures in it."""
