#ifndef DEFINES_H_
#define DEFINES_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "nnet_utils/nnet_types.h"
#include <array>
#include <cstddef>
#include <cstdio>
#include <tuple>
#include <tuple>

namespace d_ff79f18fae91 {

// hls-fpga-machine-learning insert numbers

// hls-fpga-machine-learning insert layer-precision
typedef ap_fixed<17,7> candidates_t;
typedef ap_fixed<16,7> inputs_t;
typedef ap_fixed<21,7> phi0_accum_t;
typedef ap_fixed<21,7> phi0_t;
typedef ap_fixed<12,4> phi0_weight_t;
typedef ap_fixed<13,3> phi0_bias_t;
typedef ap_ufixed<20,6> phi0_relu_exact_t;
typedef ap_fixed<18,8> phi0_relu_exact_table_t;
typedef ap_ufixed<11,4> phi0_relu_t;
typedef ap_fixed<21,7> phi1_accum_t;
typedef ap_fixed<21,7> phi1_t;
typedef ap_fixed<8,1> phi1_weight_t;
typedef ap_fixed<13,3> phi1_bias_t;
typedef ap_ufixed<20,6> phi1_relu_exact_t;
typedef ap_fixed<18,8> phi1_relu_exact_table_t;
typedef ap_ufixed<12,3> phi1_relu_t;
typedef ap_ufixed<16,3> pool_exact_t;
typedef ap_ufixed<11,2> pool_t;
typedef ap_fixed<21,5> rho0_accum_t;
typedef ap_fixed<21,5> rho0_t;
typedef ap_fixed<8,1> rho0_weight_t;
typedef ap_fixed<14,4> rho0_bias_t;
typedef ap_uint<1> layer11_index;
typedef ap_ufixed<20,4> rho0_relu_exact_t;
typedef ap_fixed<18,8> rho0_relu_exact_table_t;
typedef ap_ufixed<10,1> rho0_relu_t;
typedef ap_fixed<21,5> rho1_accum_t;
typedef ap_fixed<21,5> rho1_t;
typedef ap_fixed<8,1> rho1_weight_t;
typedef ap_fixed<14,4> rho1_bias_t;
typedef ap_uint<1> layer14_index;
typedef ap_ufixed<20,4> rho1_relu_exact_t;
typedef ap_fixed<18,8> rho1_relu_exact_table_t;
typedef ap_ufixed<11,1> rho1_relu_t;
typedef ap_fixed<22,5> mass_response_accum_t;
typedef ap_fixed<22,5> mass_response_t;
typedef ap_fixed<7,0> mass_response_weight_t;
typedef ap_fixed<14,4> mass_response_bias_t;
typedef ap_uint<1> layer17_index;

// hls-fpga-machine-learning insert emulator-defines

}

#endif
