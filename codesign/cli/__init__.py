"""The verbs of the command line, one module per group. A verb imports what it needs only when it is called."""
