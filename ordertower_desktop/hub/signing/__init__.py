"""One signer: every platform's, carrier's and ERP's scheme is a row of a table."""
