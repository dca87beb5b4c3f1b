"""First figures: ours beside peers, in one run, as ratios."""
