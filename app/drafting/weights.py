"""Weights of the ranking, written by `python -m tools.fit_ranking --write`. A probability of .5 is the shipped threshold."""

RANK_WEIGHTS = (
    0.287,  # keyword
    0.753,  # vector
    0.289,  # exact
    0.051,  # exact_head
    0.237,  # exact_body
    0.808,  # soft
    0.464,  # soft_head
    0.396,  # head_asked
    0.524,  # head_alike
    0.450,  # head_same
    0.618,  # sentence
    0.579,  # head_grams
    0.483,  # text_grams
    0.210,  # pairs
    0.298,  # same_kind
    0.243,  # same_language
    0.140,  # keyword, of the best
    1.086,  # vector, of the best
    0.151,  # exact, of the best
    0.000,  # exact_head, of the best
    0.340,  # exact_body, of the best
    1.424,  # soft, of the best
    0.162,  # soft_head, of the best
    0.192,  # head_asked, of the best
    0.253,  # head_alike, of the best
    0.212,  # head_same, of the best
    0.951,  # sentence, of the best
    0.283,  # head_grams, of the best
    0.873,  # text_grams, of the best
    0.211,  # pairs, of the best
    0.298,  # same_kind, of the best
    0.000,  # same_language, of the best
)
ANSWER_WEIGHTS = (
    -2.477,  # bias
    0.117,  # keyword
    1.438,  # vector
    -0.149,  # exact
    -0.651,  # exact_head
    0.651,  # exact_body
    1.446,  # soft
    0.018,  # soft_head
    0.275,  # head_asked
    0.210,  # head_alike
    0.976,  # head_same
    0.187,  # sentence
    0.136,  # head_grams
    0.880,  # text_grams
    0.228,  # pairs
    -0.182,  # same_kind
    -0.539,  # same_language
    0.185,  # lead
    0.863,  # sure
    0.163,  # above_rest
    -1.146,  # rarest_missed
    -0.408,  # unknown
    -0.953,  # short
    0.081,  # agreed
    0.721,  # best_of_head_and_body
)
