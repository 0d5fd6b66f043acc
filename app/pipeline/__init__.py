"""The stages of the road, and the Counter over them."""
