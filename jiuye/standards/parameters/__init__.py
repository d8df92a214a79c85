"""参数: the values the city and its districts give the standard's parameters, each from a day on. Art. 2(3), 9(1)."""
