"""How well the reading does, against documents annotated by hand: ``python -m graph.evaluation``."""
