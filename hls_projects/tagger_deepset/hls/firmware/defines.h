#ifndef TAGGER_DEEPSET_4D34852E09C2_DEFINES_H_
#define TAGGER_DEEPSET_4D34852E09C2_DEFINES_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "nnet_utils/nnet_types.h"
#include <array>
#include <cstddef>
#include <cstdio>
#include <tuple>
#include <tuple>

namespace d_4d34852e09c2 {

// hls-fpga-machine-learning insert numbers

// hls-fpga-machine-learning insert layer-precision
typedef ap_fixed<17,7> candidates_t;
typedef ap_fixed<12,6> inputs_t;
typedef ap_fixed<15,7> phi0_accum_t;
typedef ap_fixed<15,7> phi0_t;
typedef ap_fixed<10,5> phi0_weight_t;
typedef ap_fixed<6,-1> phi0_bias_t;
typedef ap_ufixed<14,6> phi0_relu_exact_t;
typedef ap_fixed<18,8> phi0_relu_exact_table_t;
typedef ap_ufixed<8,5> phi0_relu_t;
typedef ap_fixed<15,8> phi1_accum_t;
typedef ap_fixed<15,8> phi1_t;
typedef ap_fixed<6,1> phi1_weight_t;
typedef ap_fixed<8,0> phi1_bias_t;
typedef ap_ufixed<14,7> phi1_relu_exact_t;
typedef ap_fixed<18,8> phi1_relu_exact_table_t;
typedef ap_ufixed<10,5> phi1_relu_t;
typedef ap_ufixed<14,5> pool_exact_t;
typedef ap_ufixed<11,4> pool_t;
typedef ap_fixed<18,6> rho0_accum_t;
typedef ap_fixed<18,6> rho0_t;
typedef ap_fixed<6,1> rho0_weight_t;
typedef ap_fixed<8,0> rho0_bias_t;
typedef ap_uint<1> layer11_index;
typedef ap_ufixed<17,5> rho0_relu_exact_t;
typedef ap_fixed<18,8> rho0_relu_exact_table_t;
typedef ap_ufixed<11,5> rho0_relu_t;
typedef ap_fixed<18,7> rho1_accum_t;
typedef ap_fixed<18,7> rho1_t;
typedef ap_fixed<6,1> rho1_weight_t;
typedef ap_fixed<8,0> rho1_bias_t;
typedef ap_uint<1> layer14_index;
typedef ap_ufixed<17,6> rho1_relu_exact_t;
typedef ap_fixed<18,8> rho1_relu_exact_table_t;
typedef ap_ufixed<11,5> rho1_relu_t;
typedef ap_fixed<17,7> logits_accum_t;
typedef ap_fixed<17,7> logits_t;
typedef ap_fixed<6,1> logits_weight_t;
typedef ap_fixed<8,0> logits_bias_t;
typedef ap_uint<1> layer17_index;

// hls-fpga-machine-learning insert emulator-defines

}

#endif
