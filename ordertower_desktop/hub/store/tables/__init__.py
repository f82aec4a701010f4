"""The rows of the hub: one file an aggregate, tables beside the SQL that finds and stores them."""
