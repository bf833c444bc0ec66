"""The plots of the pages."""
