"""Sending a package to Zenodo or another InvenioRDM: a draft is made, its files are uploaded and compared, and it is published on demand."""
