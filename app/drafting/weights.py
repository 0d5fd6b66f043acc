"""Weights of the ranking, written by `python -m tools.fit_ranking --write`. A probability of .5 is the shipped threshold."""

RANK_WEIGHTS = (
    0.258,  # keyword
    0.744,  # vector
    0.281,  # exact
    0.052,  # exact_head
    0.228,  # exact_body
    0.799,  # soft
    0.461,  # soft_head
    0.396,  # head_asked
    0.520,  # head_alike
    0.447,  # head_same
    0.607,  # sentence
    0.577,  # head_grams
    0.459,  # text_grams
    0.208,  # pairs
    0.298,  # same_kind
    0.243,  # same_language
    0.141,  # keyword, of the best
    1.083,  # vector, of the best
    0.152,  # exact, of the best
    0.000,  # exact_head, of the best
    0.340,  # exact_body, of the best
    1.434,  # soft, of the best
    0.161,  # soft_head, of the best
    0.190,  # head_asked, of the best
    0.250,  # head_alike, of the best
    0.210,  # head_same, of the best
    0.962,  # sentence, of the best
    0.291,  # head_grams, of the best
    0.859,  # text_grams, of the best
    0.208,  # pairs, of the best
    0.298,  # same_kind, of the best
    0.000,  # same_language, of the best
)
ANSWER_WEIGHTS = (
    -3.193,  # bias
    -1.039,  # keyword
    1.814,  # vector
    -0.702,  # exact
    -1.252,  # exact_head
    1.431,  # exact_body
    2.550,  # soft
    -0.198,  # soft_head
    0.030,  # head_asked
    -0.053,  # head_alike
    2.341,  # head_same
    -0.352,  # sentence
    0.460,  # head_grams
    1.674,  # text_grams
    -0.401,  # pairs
    -0.260,  # same_kind
    -0.422,  # same_language
    0.222,  # lead
    0.982,  # sure
    0.254,  # above_rest
    -1.243,  # rarest_missed
    -0.545,  # unknown
    -1.810,  # short
    -0.028,  # agreed
    1.566,  # best_of_head_and_body
)
