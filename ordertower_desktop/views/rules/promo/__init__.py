"""The sheet of promotions: which there are, when each lasts, which limits and exemptions it puts on, and what that would do."""
