"""What a planted fault brings with it: the further rules that rows of the same person, employer or row then break."""

# Rule found: the rules planted and the kinds of duplicate that explain it.
CONSEQUENCES: dict[str, frozenset[str]] = {
    rule: frozenset(planted.split())
    for rule, planted in {
        # A second entry with another form of the number, or a number with an impossible birth date in it.
        "R001": "R015 R016", "R002": "R016", "R004": "R003", "R009": "R016", "R016": "R015",
        "R006": "R001 R003 R015 R016", "R007": "R001 R003 R006 R015 R016",
        "R031": "R033", "R035": "R001", "R046": "R042",
        # A job that has not ended after all, an unemployment that has not been cancelled.
        "R059": "R092", "R061": "R074 R092", "R095": "R074", "R096": "R074", "R120": "R074", "R125": "R092",
        "R116": "R103",
        # Jobs and days no other department, recognition or course was asked about.
        "R072": "R053", "R079": "R052 R058 R093", "R080": "R053 R060 R062 R063 R065 R069", "R130": "R066 R067",
        "R108": "R109", "R107": "R109 R106",
        # People dead who were not when the rest was written.
        "R135": "R113 R064", "R181": "R023 R064 R085 R113",
        # Another subsidy of theirs, to the account that another's was paid to.
        "R139": "R139",
    }.items()
}  # fmt: skip
# A second entry repeats a telephone that neighbours may share already: they all have it once too often then.
BY_NEIGHBOURS = frozenset({"R013"})
