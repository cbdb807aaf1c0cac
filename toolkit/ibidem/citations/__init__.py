"""Short references: what they stand for, with the rule and the evidence.

terms      languages/*.toml  -> Lexicon      the words by which notes are read, compiled
read       note text         -> [Part]       pieces of a note, and the references known by a word
full       Part              -> Citation     a full citation told from comment
short      Part              -> [Found]      a known name with a short title, a declared short form, a path without its archive
resolve    [Note]            -> [Answer]     one pass from left to right; rules/ has the rules by number
describe   Citation          -> Description  authors, titles, container, year, archive
collect    TEI               -> Citations    the notes of a TEI text in order, their citations read and resolved
notes      [(ord, id, text)] -> [row]        the same for a plain list of notes
answered   any file          -> Answered     the same of articles and lists of notes
lint       Answers           -> [Fault]      what is wrong in the notes themselves
markup     Citations         -> bytes        the answers written into the TEI
"""
