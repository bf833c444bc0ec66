"""What every other room may use and what knows none of them: configs, YAML, files, locks, child processes.

Imports errors only.
"""
