"""All that is known of runs, as one record, one page, one comparison and one CI gate. Never prints."""
