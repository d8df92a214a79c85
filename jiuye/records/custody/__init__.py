"""电子档案的保管 (Art. 2(4), 20(3)): filing, keeping, holding and disposing of files.

contents: the store, and who refers to what is in it. checks: the four properties, item by item. filing, holding,
disposal, sweep: what is written, and under which act. terms: how long what is kept.
"""
