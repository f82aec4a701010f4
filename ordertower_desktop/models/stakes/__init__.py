"""What lateness costs, as a supervisor edits it."""
