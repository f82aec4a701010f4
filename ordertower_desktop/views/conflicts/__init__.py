"""数据冲突: what the systems contradict each other about, order by order."""
