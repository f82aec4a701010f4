"""ERPs that are spoken to in their own dialect; each tells of a platform's orders under the platform's numbers."""
