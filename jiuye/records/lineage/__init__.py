"""沿革: what happened to a person's name or to an employer, a fact with evidence, a day and two people behind it."""
