"""统计: weeks and months in figures, drilled down, scored and printed."""
