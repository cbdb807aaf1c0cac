"""The works and archival units that notes cite, as a list in the formats of others.

gather     Citations, Article -> [Cited]   one entry for each work, with every place that cites it
printed    words of a note    -> Record    what a citation says of a printed work
described  bibl, biblStruct   -> Record    what an entry of the edition says
csl, bibtex, ris, rows, tei, tree          [Cited] -> text
"""
