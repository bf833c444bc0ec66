#ifndef TREES_WORDS_7DA178A1C965_WORDS_H_
#define TREES_WORDS_7DA178A1C965_WORDS_H_

#include "trees_words_7da178a1c965.h"
#include "nnet_utils/nnet_puppi_features.h"

namespace d_7da178a1c965 {

// The top function that starts from PUPPI words in any order.
void trees_words_7da178a1c965_words(
    nnet::puppi::word_t words[16],
    nnet::puppi::pt_t jet_pt,
    nnet::puppi::eta_t jet_eta,
    nnet::puppi::phi_t jet_phi,
    logits_t logits[8]
);

// What stands in it before trees_words_7da178a1c965.
void trees_words_7da178a1c965_features(
    nnet::puppi::word_t words[16],
    nnet::puppi::pt_t jet_pt,
    nnet::puppi::eta_t jet_eta,
    nnet::puppi::phi_t jet_phi,
    candidates_t candidates[272]
);

}

#endif
