"""The run folder, which is the only state, and the stages below the waist. Never imports training."""
