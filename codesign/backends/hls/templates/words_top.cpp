#include "@NAME@_words.h"

namespace @NAMESPACE@ {

void @NAME@_features(
    nnet::puppi::word_t words[@SLOTS@],
    nnet::puppi::pt_t jet_pt,
    nnet::puppi::eta_t jet_eta,
    nnet::puppi::phi_t jet_phi,
    @PORT@
) {
    #pragma HLS INLINE

    using namespace nnet::puppi;
    const jet j = jet_of(jet_pt, jet_eta, jet_phi);
@SORT@
    for (unsigned slot = 0; slot < @CANDIDATES@; slot++) {
        #pragma HLS UNROLL
        const candidate c = unpack(@SORTED@[slot]);
@FEATURE_LINES@
    }
}

void @NAME@_words(
    nnet::puppi::word_t words[@SLOTS@],
    nnet::puppi::pt_t jet_pt,
    nnet::puppi::eta_t jet_eta,
    nnet::puppi::phi_t jet_phi,
@OUTPUTS@
) {

    #pragma HLS ARRAY_RESHAPE variable=words complete dim=0
@PARTITIONS@
    #pragma HLS INTERFACE ap_vld port=words,jet_pt,jet_eta,jet_phi,@OUTPUT_NAMES@
    #pragma HLS PIPELINE II=1

    @PORT@;
    #pragma HLS ARRAY_RESHAPE variable=@PORT_NAME@ complete dim=0
    @NAME@_features(words, jet_pt, jet_eta, jet_phi, @PORT_NAME@);
    @NAME@(@PORT_NAME@, @OUTPUT_NAMES@);
}

}
