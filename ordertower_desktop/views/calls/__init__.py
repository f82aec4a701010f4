"""接口调用: what was called outside, how it was answered, and which hand-over broke."""
