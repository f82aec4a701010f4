"""Every command by its name, its pinyin or its key."""
