"""电子档案 on its way in: scans and files bound to a submission, filed when it is accepted. Art. 2(4), 6, 7."""
