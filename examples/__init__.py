"""Models of your own, from the jets to `codesign freeze`; docs/your_model.md."""
