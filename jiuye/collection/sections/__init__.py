"""部门协同: what one section has collected flows on to the others; where two disagree, a second person settles it.
Art. 6(2). Which item flows where is the standard's (`flows`), how sure a source is too (`source_strength`)."""
