"""What every room may use and what knows no table: clock, verdicts, identity numbers, sealing."""
