"""损失口径: what lateness costs, edited, tried and saved."""
