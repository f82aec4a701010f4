"""How the parallel groups are called (S41)."""

GROUP_NAMES = {"A": "A 组 系统可补", "B": "B 组 地址与改单", "C": "C 组 支付与退款"}
