"""The manuscript: what authors write in Word or Markdown, with the review's numbers and tables in it."""
