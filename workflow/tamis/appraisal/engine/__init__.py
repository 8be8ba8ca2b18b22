"""A tool's own logic: what it asks, and what follows from the answers.

tool       what a tool is
registry   reads the files of tools: those shipped in `../tools/`, a review's own, and wordings
verify     what a schema cannot see in such a file
reach      goes through every way of answering it: paths without a judgement, rules never reached
judge      which questions are asked, not asked, or not decided yet; which judgement follows
words      conditions and rules in plain words
command    `tamis tools`
"""
