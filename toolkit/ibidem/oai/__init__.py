"""OAI-PMH 2.0: the records of an edition for harvesters (http://www.openarchives.org/OAI/openarchivesprotocol.html)."""
