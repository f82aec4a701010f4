"""奇门: what a warehouse reports of its work through the gateway that ERPs and warehouses share."""
