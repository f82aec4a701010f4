"""One call and its answer: rate, size, redirects, error rules, secrets that never show."""
