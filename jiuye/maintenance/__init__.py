"""数据维护: change orders by four hands, merge and its undoing, clearing. Art. 9(3)."""
