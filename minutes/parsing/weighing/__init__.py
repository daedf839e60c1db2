"""Head and talk weighed as a whole: weights that were learnt, the evidence of each line, the likeliest path through them."""
