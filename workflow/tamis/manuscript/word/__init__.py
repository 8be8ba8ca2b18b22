"""A manuscript in Word.

package     what a .docx file may hold, and what is refused
read        its paragraphs and the tags in them, however Word has split them
paragraphs  what each paragraph is called, for messages
document    rendered by docxtpl
fill        marks filled in, with the formats around them kept
"""
