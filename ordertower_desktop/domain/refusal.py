"""The world's kind of error: something that cannot be, said in a sentence for the person who asked."""


class Refusal(Exception):
    """`str(refusal)` is one Chinese sentence: what, where, and what to do next."""
