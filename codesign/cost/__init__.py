"""Figures with source and band, the estimate, the budget and its verdict. Never imports runs."""
