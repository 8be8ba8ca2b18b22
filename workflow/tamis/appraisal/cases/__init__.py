"""One case is one study (and result) under one tool; what follows for it from what people said.

designs    the designs that were extracted, which say which tool and category a study gets
case       the cases there are: category, and what people said
slots      what people speak of: an item, a domain, the whole
holds      what holds where several people speak
progress   what is found out, step by step
judgements how each domain, and the whole, is judged
levels     criteria met in per cent, and the team's own levels
assess     all of it: ratings, judgements, and the assessment
"""
