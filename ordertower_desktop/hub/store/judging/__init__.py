"""Where the domain meets the rows: what arrives, what falls due and what people do, each in one transaction."""
