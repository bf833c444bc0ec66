"""Figures with their source and band, the estimate, the budget and its verdict. Never imports `codesign.runs`."""
