"""数据共享和校验 (Art. 6(4)): departments are asked before the citizen is, and answered with the least there is.

contracts: who is asked what, when, and what an answer means. faults, asking: the wire, and what can go wrong on it.
circuit, log: what is remembered of departments and of questions. actions: what is written, and under which act.
"""
