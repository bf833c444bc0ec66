#ifndef CMS_NG_967E668DB3B4_DEFINES_H_
#define CMS_NG_967E668DB3B4_DEFINES_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "nnet_utils/nnet_types.h"
#include <array>
#include <cstddef>
#include <cstdio>
#include <tuple>
#include <tuple>

namespace d_967e668db3b4 {

// hls-fpga-machine-learning insert numbers

// hls-fpga-machine-learning insert layer-precision
typedef ap_fixed<17,7> candidates_t;
typedef ap_fixed<26,7> inputs_t;
typedef ap_fixed<35,9> phi0_accum_t;
typedef ap_fixed<35,9> phi0_t;
typedef ap_fixed<13,5> phi0_weight_t;
typedef ap_fixed<13,4> phi0_bias_t;
typedef ap_ufixed<34,8> phi0_relu_exact_t;
typedef ap_fixed<18,8> phi0_relu_exact_table_t;
typedef ap_ufixed<11,6> phi0_relu_t;
typedef ap_fixed<21,8> phi1_accum_t;
typedef ap_fixed<21,8> phi1_t;
typedef ap_fixed<9,1> phi1_weight_t;
typedef ap_fixed<13,4> phi1_bias_t;
typedef ap_ufixed<20,7> phi1_relu_exact_t;
typedef ap_fixed<18,8> phi1_relu_exact_table_t;
typedef ap_ufixed<17,6> phi1_relu_t;
typedef ap_ufixed<21,6> pool_exact_t;
typedef ap_ufixed<18,4> pool_t;
typedef ap_fixed<28,6> rho0_accum_t;
typedef ap_fixed<28,6> rho0_t;
typedef ap_fixed<9,1> rho0_weight_t;
typedef ap_fixed<13,4> rho0_bias_t;
typedef ap_uint<1> layer11_index;
typedef ap_ufixed<27,5> rho0_relu_exact_t;
typedef ap_fixed<18,8> rho0_relu_exact_table_t;
typedef ap_ufixed<18,5> rho0_relu_t;
typedef ap_fixed<28,7> rho1_accum_t;
typedef ap_fixed<28,7> rho1_t;
typedef ap_fixed<9,1> rho1_weight_t;
typedef ap_fixed<13,4> rho1_bias_t;
typedef ap_uint<1> layer14_index;
typedef ap_ufixed<27,6> rho1_relu_exact_t;
typedef ap_fixed<18,8> rho1_relu_exact_table_t;
typedef ap_ufixed<20,5> rho1_relu_t;
typedef ap_fixed<31,8> logits_accum_t;
typedef ap_fixed<31,8> logits_t;
typedef ap_fixed<9,1> logits_weight_t;
typedef ap_fixed<13,4> logits_bias_t;
typedef ap_uint<1> layer17_index;

// hls-fpga-machine-learning insert emulator-defines

}

#endif
