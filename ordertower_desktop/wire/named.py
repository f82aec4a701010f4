"""What every checksum of a thing begins with. Apart from `digest`, because the first paint checks rows and loads as little as it can."""


def named(topic: str, key: str, version: int) -> bytes:
    """One thing at one version."""
    return f"{topic}\0{key}\0{version}".encode("utf-8", "surrogatepass")
