"""One page-walker: asks a platform in its dialect, window by window, and loses nothing on the way."""
