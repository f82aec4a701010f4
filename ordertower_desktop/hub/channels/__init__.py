"""提醒渠道: one file a way to speak to people, each with its limits as data."""
