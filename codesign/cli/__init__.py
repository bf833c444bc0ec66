"""The verbs of the command line, by who uses them. What a verb needs is imported when it is called."""
