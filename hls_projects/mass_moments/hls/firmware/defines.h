#ifndef MASS_MOMENTS_0607A8672B81_DEFINES_H_
#define MASS_MOMENTS_0607A8672B81_DEFINES_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "nnet_utils/nnet_types.h"
#include <array>
#include <cstddef>
#include <cstdio>
#include <tuple>
#include <tuple>

namespace d_0607a8672b81 {

// hls-fpga-machine-learning insert numbers

// hls-fpga-machine-learning insert layer-precision
typedef ap_fixed<17,7> candidates_t;
typedef ap_fixed<16,7> inputs_t;
typedef ap_fixed<20,7> phi0_accum_t;
typedef ap_fixed<20,7> phi0_t;
typedef ap_fixed<11,5> phi0_weight_t;
typedef ap_fixed<11,3> phi0_bias_t;
typedef ap_ufixed<19,6> phi0_relu_exact_t;
typedef ap_fixed<18,8> phi0_relu_exact_table_t;
typedef ap_ufixed<10,4> phi0_relu_t;
typedef ap_fixed<16,6> phi1_accum_t;
typedef ap_fixed<16,6> phi1_t;
typedef ap_fixed<6,1> phi1_weight_t;
typedef ap_fixed<11,3> phi1_bias_t;
typedef ap_ufixed<15,5> phi1_relu_exact_t;
typedef ap_fixed<18,8> phi1_relu_exact_table_t;
typedef ap_ufixed<11,3> phi1_relu_t;
typedef ap_ufixed<15,3> pool_exact_t;
typedef ap_ufixed<8,1> pool_t;
typedef ap_ufixed<11,1> z_taken_t;
typedef ap_ufixed<10,0> z_t;
typedef ap_fixed<10,4> angles_taken_t;
typedef ap_fixed<8,3> angles_t;
typedef ap_fixed<18,3> first_exact_t;
typedef ap_fixed<9,1> first_t;
typedef ap_fixed<17,4> second_exact_t;
typedef ap_ufixed<12,0> second_t;
typedef ap_fixed<11,1> z_moments_first2_t;
typedef ap_fixed<13,1> z_moments_t;
typedef ap_fixed<17,5> moments_exact_t;
typedef ap_fixed<14,3> moments_t;
typedef ap_fixed<14,3> jet_t;
typedef ap_fixed<20,4> rho0_accum_t;
typedef ap_fixed<20,4> rho0_t;
typedef ap_fixed<6,1> rho0_weight_t;
typedef ap_fixed<12,4> rho0_bias_t;
typedef ap_uint<1> layer24_index;
typedef ap_ufixed<19,3> rho0_relu_exact_t;
typedef ap_fixed<18,8> rho0_relu_exact_table_t;
typedef ap_ufixed<9,1> rho0_relu_t;
typedef ap_fixed<18,5> rho1_accum_t;
typedef ap_fixed<18,5> rho1_t;
typedef ap_fixed<6,1> rho1_weight_t;
typedef ap_fixed<12,4> rho1_bias_t;
typedef ap_uint<1> layer27_index;
typedef ap_ufixed<17,4> rho1_relu_exact_t;
typedef ap_fixed<18,8> rho1_relu_exact_table_t;
typedef ap_ufixed<9,1> rho1_relu_t;
typedef ap_fixed<17,4> mass_response_accum_t;
typedef ap_fixed<17,4> mass_response_t;
typedef ap_fixed<5,0> mass_response_weight_t;
typedef ap_fixed<12,4> mass_response_bias_t;
typedef ap_uint<1> layer30_index;

// hls-fpga-machine-learning insert emulator-defines

}

#endif
