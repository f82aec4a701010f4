"""The supervisor's overview: tiles that she chooses and orders."""
