"""Weights of the ranking, written by `python -m tools.fit_ranking --write`. A probability of .5 is the shipped threshold."""

RANK_WEIGHTS = (
    0.283,  # keyword
    0.763,  # vector
    0.288,  # exact
    0.053,  # exact_head
    0.237,  # exact_body
    0.757,  # soft
    0.421,  # soft_head
    0.399,  # head_asked
    0.502,  # head_alike
    0.419,  # head_same
    0.598,  # sentence
    0.564,  # head_grams
    0.469,  # text_grams
    0.205,  # pairs
    0.276,  # same_kind
    0.212,  # same_language
    0.150,  # keyword, of the best
    1.153,  # vector, of the best
    0.180,  # exact, of the best
    0.000,  # exact_head, of the best
    0.365,  # exact_body, of the best
    1.446,  # soft, of the best
    0.229,  # soft_head, of the best
    0.208,  # head_asked, of the best
    0.314,  # head_alike, of the best
    0.262,  # head_same, of the best
    0.974,  # sentence, of the best
    0.272,  # head_grams, of the best
    0.871,  # text_grams, of the best
    0.172,  # pairs, of the best
    0.276,  # same_kind, of the best
    0.000,  # same_language, of the best
)
ANSWER_WEIGHTS = (
    -2.219,  # bias
    0.055,  # keyword
    1.656,  # vector
    -0.124,  # exact
    -0.639,  # exact_head
    0.653,  # exact_body
    1.291,  # soft
    0.013,  # soft_head
    0.298,  # head_asked
    0.243,  # head_alike
    0.913,  # head_same
    0.173,  # sentence
    0.062,  # head_grams
    0.849,  # text_grams
    0.283,  # pairs
    -0.190,  # same_kind
    -0.618,  # same_language
    0.181,  # lead
    0.874,  # sure
    0.157,  # above_rest
    -1.346,  # rarest_missed
    -0.383,  # unknown
    -0.956,  # short
    0.130,  # agreed
    0.622,  # best_of_head_and_body
)
