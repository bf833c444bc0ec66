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

namespace d_609432a171de {

// hls-fpga-machine-learning insert numbers

// hls-fpga-machine-learning insert layer-precision
typedef ap_fixed<17,7> candidates_t;
typedef ap_fixed<16,7> inputs_t;
typedef ap_fixed<17,7> phi0_accum_t;
typedef ap_fixed<17,7> phi0_t;
typedef ap_fixed<11,5> phi0_weight_t;
typedef ap_fixed<10,3> phi0_bias_t;
typedef ap_ufixed<16,6> phi0_relu_exact_t;
typedef ap_fixed<18,8> phi0_relu_exact_table_t;
typedef ap_ufixed<10,4> phi0_relu_t;
typedef ap_fixed<16,6> phi1_accum_t;
typedef ap_fixed<16,6> phi1_t;
typedef ap_fixed<6,1> phi1_weight_t;
typedef ap_fixed<10,3> phi1_bias_t;
typedef ap_ufixed<15,5> phi1_relu_exact_t;
typedef ap_fixed<18,8> phi1_relu_exact_table_t;
typedef ap_ufixed<10,3> phi1_relu_t;
typedef ap_ufixed<14,3> pool_exact_t;
typedef ap_ufixed<8,2> pool_t;
typedef ap_fixed<15,4> rho0_accum_t;
typedef ap_fixed<15,4> rho0_t;
typedef ap_fixed<6,1> rho0_weight_t;
typedef ap_fixed<10,3> rho0_bias_t;
typedef ap_uint<1> layer11_index;
typedef ap_ufixed<14,3> rho0_relu_exact_t;
typedef ap_fixed<18,8> rho0_relu_exact_table_t;
typedef ap_ufixed<7,1> rho0_relu_t;
typedef ap_fixed<16,5> rho1_accum_t;
typedef ap_fixed<16,5> rho1_t;
typedef ap_fixed<5,0> rho1_weight_t;
typedef ap_fixed<10,3> rho1_bias_t;
typedef ap_uint<1> layer14_index;
typedef ap_ufixed<15,4> rho1_relu_exact_t;
typedef ap_fixed<18,8> rho1_relu_exact_table_t;
typedef ap_ufixed<8,1> rho1_relu_t;
typedef ap_fixed<16,4> mass_response_accum_t;
typedef ap_fixed<16,4> mass_response_t;
typedef ap_fixed<5,0> mass_response_weight_t;
typedef ap_fixed<10,3> mass_response_bias_t;
typedef ap_uint<1> layer17_index;

// hls-fpga-machine-learning insert emulator-defines

}

#endif
