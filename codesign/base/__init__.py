"""Tools for every other package: configs, YAML, files, locks, child processes. Imports only `codesign.errors`."""
