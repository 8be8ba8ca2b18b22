"""Numbers that were typed by hand.

numerals  numbers in a text, in digits and in words
check     which of them the review knows, and which contradict it
"""
