#ifndef TREES_WORDS_7DA178A1C965_DEFINES_H_
#define TREES_WORDS_7DA178A1C965_DEFINES_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "nnet_utils/nnet_types.h"
#include <array>
#include <cstddef>
#include <cstdio>
#include <tuple>
#include <tuple>

namespace d_7da178a1c965 {

// hls-fpga-machine-learning insert numbers

// hls-fpga-machine-learning insert layer-precision
typedef ap_fixed<15,7> candidates_t;
typedef ap_ufixed<1,1> sum_filled_t;
typedef ap_ufixed<1,1> sum_charged_flags_t;
typedef ap_ufixed<1,1> sum_charged_rows_t;
typedef ap_ufixed<1,1> sum_charged_any_t;
typedef ap_ufixed<1,1> sum_charged_t;
typedef ap_ufixed<1,1> sum_types_t;
typedef ap_ufixed<1,1> sum_kinds_t;
typedef ap_ufixed<1,1> sum_counts_each_t;
typedef ap_ufixed<5,5> sum_counts_t;
typedef ap_ufixed<12,6> sum_pt_of_t;
typedef ap_ufixed<12,6> sum_pt_of_kinds_t;
typedef ap_ufixed<12,6> sum_pt_each_t;
typedef ap_ufixed<16,10> sum_pt_t;
typedef ap_fixed<10,4> sum_deta_dphi_t;
typedef ap_ufixed<10,4> sum_angles_t;
typedef ap_ufixed<10,4> sum_swapped_t;
typedef ap_ufixed<10,5> sum_doubled_t;
typedef ap_ufixed<12,6> sum_radii_t;
typedef ap_ufixed<12,6> sum_radius0_t;
typedef ap_ufixed<1,1> sum_below0_t;
typedef ap_ufixed<12,6> sum_radius1_t;
typedef ap_ufixed<1,1> sum_below1_t;
typedef ap_ufixed<1,1> sum_inside_t;
typedef ap_ufixed<1,1> sum_filled_inside_t;
typedef ap_ufixed<5,5> sum_rings_t;
typedef ap_ufixed<12,6> sum_pt_inside_t;
typedef ap_ufixed<16,10> sum_pt_rings_t;
typedef ap_ufixed<8,4> sum_dxy_of_t;
typedef ap_ufixed<1,1> sum_beyond_t;
typedef ap_ufixed<5,5> sum_dxy_counts_t;
typedef ap_ufixed<12,6> sum_pt_beyond_t;
typedef ap_ufixed<16,10> sum_pt_dxy_t;
typedef ap_ufixed<12,8> sum_dxy_t;
typedef ap_ufixed<16,10> sum_all_first2_t;
typedef ap_ufixed<16,10> sum_all_first3_t;
typedef ap_ufixed<16,10> sum_all_first4_t;
typedef ap_ufixed<16,10> sum_all_first5_t;
typedef ap_ufixed<16,10> sum_all_first6_t;
typedef ap_ufixed<16,10> sum_all_t;
typedef ap_fixed<9,4> logits_t;

// hls-fpga-machine-learning insert emulator-defines

}

#endif
