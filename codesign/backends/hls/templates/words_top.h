#ifndef @GUARD@_WORDS_H_
#define @GUARD@_WORDS_H_

#include "@NAME@.h"
#include "nnet_utils/nnet_puppi_features.h"

namespace @NAMESPACE@ {

// The top function that starts from PUPPI words@ORDER@.
void @NAME@_words(
    nnet::puppi::word_t words[@SLOTS@],
    nnet::puppi::pt_t jet_pt,
    nnet::puppi::eta_t jet_eta,
    nnet::puppi::phi_t jet_phi,
@OUTPUTS@
);

// What stands in it before @NAME@.
void @NAME@_features(
    nnet::puppi::word_t words[@SLOTS@],
    nnet::puppi::pt_t jet_pt,
    nnet::puppi::eta_t jet_eta,
    nnet::puppi::phi_t jet_phi,
    @PORT@
);

}

#endif
