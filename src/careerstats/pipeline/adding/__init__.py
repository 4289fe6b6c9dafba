"""A file that somebody has -> its place in a dataset: what it seems to hold, what is asked, the entry that is written.

No terminal in here but in ``commands``: a page asks the same questions. ::

    place = places.at(project, "buryatia")
    look = looking.look(place, Path("Свод за 2024-25.xlsx"))
    proposal = proposing.propose(look, answers)     # answers: key of a question → the value of a choice
    trial = trying.tried(look, proposal)            # what its entries read
    storing.store(look, proposal)                   # once no question is left
"""
