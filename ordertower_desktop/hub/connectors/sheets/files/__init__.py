"""How a file is opened: encodings, delimiters, sheets, and the row where the headings stand."""
