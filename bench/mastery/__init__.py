"""Models of learners that are fitted in batches, beside the product's, on logged answers."""
