"""Words as every room compares them: folded, without stop words, stemmed, taken apart, with their meanings in a shop."""
