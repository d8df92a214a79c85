"""jiuye: public-employment business data under 威人社发〔2021〕15号, with proof."""

__version__ = "0.1.0"
