"""看一单明文: what stands on the glass for a minute."""
