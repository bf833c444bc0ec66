"""The results of runs as a record, a page, a comparison and a CI gate. Nothing here prints."""
