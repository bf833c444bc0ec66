#include "trees_words_7da178a1c965_words.h"

namespace d_7da178a1c965 {

void trees_words_7da178a1c965_features(
    nnet::puppi::word_t words[16],
    nnet::puppi::pt_t jet_pt,
    nnet::puppi::eta_t jet_eta,
    nnet::puppi::phi_t jet_phi,
    candidates_t candidates[272]
) {
    #pragma HLS INLINE

    using namespace nnet::puppi;
    const jet j = jet_of(jet_pt, jet_eta, jet_phi);
    word_t sorted[16];
    #pragma HLS ARRAY_PARTITION variable=sorted complete
    sort_by_pt<16, 16>(words, sorted);
    for (unsigned slot = 0; slot < 16; slot++) {
        #pragma HLS UNROLL
        const candidate c = unpack(sorted[slot]);
        candidates[slot * 17 + 0] = feature<ap_ufixed<12, 6>, ap_ufixed<12, 12, AP_TRN, AP_SAT>>(c, pt(c, j));
        candidates[slot * 17 + 1] = feature<ap_fixed<10, 4>, ap_fixed<10, 10, AP_TRN, AP_SAT>>(c, deta(c, j));
        candidates[slot * 17 + 2] = feature<ap_fixed<10, 4>, ap_fixed<10, 10, AP_TRN, AP_SAT>>(c, dphi(c, j));
        candidates[slot * 17 + 3] = feature<ap_ufixed<1, 1>, ap_ufixed<1, 1, AP_TRN, AP_SAT>>(c, has_id<1>(c, j));
        candidates[slot * 17 + 4] = feature<ap_ufixed<1, 1>, ap_ufixed<1, 1, AP_TRN, AP_SAT>>(c, has_id<5>(c, j));
        candidates[slot * 17 + 5] = feature<ap_ufixed<1, 1>, ap_ufixed<1, 1, AP_TRN, AP_SAT>>(c, has_id<4>(c, j));
        candidates[slot * 17 + 6] = feature<ap_ufixed<1, 1>, ap_ufixed<1, 1, AP_TRN, AP_SAT>>(c, has_id<7>(c, j));
        candidates[slot * 17 + 7] = feature<ap_ufixed<1, 1>, ap_ufixed<1, 1, AP_TRN, AP_SAT>>(c, has_id<6>(c, j));
        candidates[slot * 17 + 8] = feature<ap_ufixed<1, 1>, ap_ufixed<1, 1, AP_TRN, AP_SAT>>(c, has_id<0>(c, j));
        candidates[slot * 17 + 9] = feature<ap_ufixed<1, 1>, ap_ufixed<1, 1, AP_TRN, AP_SAT>>(c, has_id<3>(c, j));
        candidates[slot * 17 + 10] = feature<ap_ufixed<1, 1>, ap_ufixed<1, 1, AP_TRN, AP_SAT>>(c, has_id<2>(c, j));
        candidates[slot * 17 + 11] = feature<ap_fixed<10, 3>, ap_fixed<10, 10, AP_TRN, AP_SAT>>(c, z0(c, j));
        candidates[slot * 17 + 12] = feature<ap_ufixed<8, 4>, ap_ufixed<8, 8, AP_TRN, AP_SAT>>(c, dxy(c, j));
        candidates[slot * 17 + 13] = feature<ap_ufixed<1, 1>, ap_ufixed<1, 1, AP_TRN, AP_SAT>>(c, isfilled(c, j));
        candidates[slot * 17 + 14] = feature<ap_ufixed<9, 1>, ap_ufixed<9, 9, AP_TRN, AP_SAT>>(c, puppi_weight(c, j));
        candidates[slot * 17 + 15] = feature<ap_ufixed<6, 3>, ap_ufixed<6, 6, AP_TRN, AP_SAT>>(c, emid(c, j));
        candidates[slot * 17 + 16] = feature<ap_ufixed<3, 1>, ap_ufixed<3, 3, AP_TRN, AP_SAT>>(c, quality(c, j));
    }
}

void trees_words_7da178a1c965_words(
    nnet::puppi::word_t words[16],
    nnet::puppi::pt_t jet_pt,
    nnet::puppi::eta_t jet_eta,
    nnet::puppi::phi_t jet_phi,
    logits_t logits[8]
) {

    #pragma HLS ARRAY_RESHAPE variable=words complete dim=0
    #pragma HLS ARRAY_PARTITION variable=logits complete dim=0
    #pragma HLS INTERFACE ap_vld port=words,jet_pt,jet_eta,jet_phi,logits
    #pragma HLS PIPELINE II=1

    candidates_t candidates[272];
    #pragma HLS ARRAY_RESHAPE variable=candidates complete dim=0
    trees_words_7da178a1c965_features(words, jet_pt, jet_eta, jet_phi, candidates);
    trees_words_7da178a1c965(candidates, logits);
}

}
