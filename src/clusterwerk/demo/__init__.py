"""The shipped real facts, and the made-up edition and conferences that show the product."""
