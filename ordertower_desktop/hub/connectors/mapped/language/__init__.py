"""The small language of a mapping file: JMESPath with converters, and text with blanks."""
