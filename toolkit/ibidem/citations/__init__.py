"""Short references: what they stand for, with the rule and the evidence.

collect   TEI          -> [Note]      the notes in order, their citations read
parse     note text    -> [Citation]  where a note is not marked up
resolve   [Note]       -> [Answer]    every short reference answered
answered  any file     -> Answered    the same of articles and lists of notes
lint      [Answer]     -> [Fault]     what is wrong in the notes themselves
markup    [Answer]     -> bytes       the answers written into the TEI
"""
