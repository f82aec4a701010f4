"""The shop platforms: one dialect a file, on one signer, one page-walker and one connector."""
