#ifndef TAGGER_MLP_D3DC3523905D_DEFINES_H_
#define TAGGER_MLP_D3DC3523905D_DEFINES_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "nnet_utils/nnet_types.h"
#include <array>
#include <cstddef>
#include <cstdio>
#include <tuple>
#include <tuple>

namespace d_d3dc3523905d {

// hls-fpga-machine-learning insert numbers

// hls-fpga-machine-learning insert layer-precision
typedef ap_fixed<17,7> candidates_t;
typedef ap_fixed<15,7> inputs_t;
typedef ap_fixed<19,9> hidden0_accum_t;
typedef ap_fixed<19,9> hidden0_t;
typedef ap_fixed<10,5> hidden0_weight_t;
typedef ap_fixed<8,0> hidden0_bias_t;
typedef ap_uint<1> layer4_index;
typedef ap_ufixed<18,8> hidden0_relu_exact_t;
typedef ap_fixed<18,8> hidden0_relu_exact_table_t;
typedef ap_ufixed<9,6> hidden0_relu_t;
typedef ap_fixed<16,8> hidden1_accum_t;
typedef ap_fixed<16,8> hidden1_t;
typedef ap_fixed<5,0> hidden1_weight_t;
typedef ap_fixed<8,0> hidden1_bias_t;
typedef ap_uint<1> layer7_index;
typedef ap_ufixed<15,7> hidden1_relu_exact_t;
typedef ap_fixed<18,8> hidden1_relu_exact_table_t;
typedef ap_ufixed<11,5> hidden1_relu_t;
typedef ap_fixed<17,8> hidden2_accum_t;
typedef ap_fixed<17,8> hidden2_t;
typedef ap_fixed<6,1> hidden2_weight_t;
typedef ap_fixed<8,0> hidden2_bias_t;
typedef ap_uint<1> layer10_index;
typedef ap_ufixed<16,7> hidden2_relu_exact_t;
typedef ap_fixed<18,8> hidden2_relu_exact_table_t;
typedef ap_ufixed<11,5> hidden2_relu_t;
typedef ap_fixed<17,8> logits_accum_t;
typedef ap_fixed<17,8> logits_t;
typedef ap_fixed<6,1> logits_weight_t;
typedef ap_fixed<8,0> logits_bias_t;
typedef ap_uint<1> layer13_index;

// hls-fpga-machine-learning insert emulator-defines

}

#endif
