"""What weeks and months say: orders by where and when, people and links against an earlier stretch, rules, alarms, and monthly health."""
