"""The rule editor: the list, the sentence, the tree, what it would hit, and how it came to be."""
