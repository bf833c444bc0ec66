#include <iostream>

#include "mass_moments_0607a8672b81.h"
#include "parameters.h"

namespace d_0607a8672b81 {

void mass_moments_0607a8672b81(
    candidates_t candidates[16*20],
    mass_response_t mass_response[1]
) {

    // hls-fpga-machine-learning insert IO
    #pragma HLS ARRAY_RESHAPE variable=candidates complete dim=0
    #pragma HLS ARRAY_PARTITION variable=mass_response complete dim=0
    #pragma HLS INTERFACE ap_vld port=candidates,mass_response 
    #pragma HLS PIPELINE II=1

    // hls-fpga-machine-learning insert load weights

    // ****************************************
    // NETWORK INSTANTIATION
    // ****************************************

    // hls-fpga-machine-learning insert layers

    inputs_t inputs[16*20];
    #pragma HLS ARRAY_PARTITION variable=inputs complete dim=0

    phi0_t phi0[16*32];
    #pragma HLS ARRAY_PARTITION variable=phi0 complete dim=0

    phi0_relu_exact_t phi0_relu_exact[16*32];
    #pragma HLS ARRAY_PARTITION variable=phi0_relu_exact complete dim=0

    phi0_relu_t phi0_relu[16*32];
    #pragma HLS ARRAY_PARTITION variable=phi0_relu complete dim=0

    phi1_t phi1[16*32];
    #pragma HLS ARRAY_PARTITION variable=phi1 complete dim=0

    phi1_relu_exact_t phi1_relu_exact[16*32];
    #pragma HLS ARRAY_PARTITION variable=phi1_relu_exact complete dim=0

    phi1_relu_t phi1_relu[16*32];
    #pragma HLS ARRAY_PARTITION variable=phi1_relu complete dim=0

    pool_exact_t pool_exact[32];
    #pragma HLS ARRAY_PARTITION variable=pool_exact complete dim=0

    pool_t pool[32];
    #pragma HLS ARRAY_PARTITION variable=pool complete dim=0

    z_taken_t z_taken[16*1];
    #pragma HLS ARRAY_PARTITION variable=z_taken complete dim=0

    z_t z[16*1];
    #pragma HLS ARRAY_PARTITION variable=z complete dim=0

    angles_taken_t angles_taken[16*2];
    #pragma HLS ARRAY_PARTITION variable=angles_taken complete dim=0

    angles_t angles[16*2];
    #pragma HLS ARRAY_PARTITION variable=angles complete dim=0

    first_exact_t first_exact[16*2];
    #pragma HLS ARRAY_PARTITION variable=first_exact complete dim=0

    first_t first[16*2];
    #pragma HLS ARRAY_PARTITION variable=first complete dim=0

    second_exact_t second_exact[16*2];
    #pragma HLS ARRAY_PARTITION variable=second_exact complete dim=0

    second_t second[16*2];
    #pragma HLS ARRAY_PARTITION variable=second complete dim=0

    z_moments_first2_t z_moments_first2[16*3];
    #pragma HLS ARRAY_PARTITION variable=z_moments_first2 complete dim=0

    z_moments_t z_moments[16*5];
    #pragma HLS ARRAY_PARTITION variable=z_moments complete dim=0

    moments_exact_t moments_exact[5];
    #pragma HLS ARRAY_PARTITION variable=moments_exact complete dim=0

    moments_t moments[5];
    #pragma HLS ARRAY_PARTITION variable=moments complete dim=0

    jet_t jet[37];
    #pragma HLS ARRAY_PARTITION variable=jet complete dim=0

    rho0_t rho0[64];
    #pragma HLS ARRAY_PARTITION variable=rho0 complete dim=0

    rho0_relu_exact_t rho0_relu_exact[64];
    #pragma HLS ARRAY_PARTITION variable=rho0_relu_exact complete dim=0

    rho0_relu_t rho0_relu[64];
    #pragma HLS ARRAY_PARTITION variable=rho0_relu complete dim=0

    rho1_t rho1[32];
    #pragma HLS ARRAY_PARTITION variable=rho1 complete dim=0

    rho1_relu_exact_t rho1_relu_exact[32];
    #pragma HLS ARRAY_PARTITION variable=rho1_relu_exact complete dim=0

    rho1_relu_t rho1_relu[32];
    #pragma HLS ARRAY_PARTITION variable=rho1_relu complete dim=0

    d_0607a8672b81::inputs<candidates_t, inputs_t>(candidates, inputs); // inputs
#ifndef __SYNTHESIS__
    nnet::save_layer_output<inputs_t>(inputs, "inputs", 16*20);
#endif

    nnet::pointwise_conv_1d_cl<inputs_t, phi0_t, config33>(inputs, phi0, phi0_kernel, phi0_bias); // phi0
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi0_t>(phi0, "phi0", 16*32);
#endif

    nnet::relu<phi0_t, phi0_relu_exact_t, relu_config4>(phi0, phi0_relu_exact); // phi0_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi0_relu_exact_t>(phi0_relu_exact, "phi0_relu_exact", 16*32);
#endif

    d_0607a8672b81::phi0_relu<phi0_relu_exact_t, phi0_relu_t>(phi0_relu_exact, phi0_relu); // phi0_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi0_relu_t>(phi0_relu, "phi0_relu", 16*32);
#endif

    nnet::pointwise_conv_1d_cl<phi0_relu_t, phi1_t, config34>(phi0_relu, phi1, phi1_kernel, phi1_bias); // phi1
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi1_t>(phi1, "phi1", 16*32);
#endif

    nnet::relu<phi1_t, phi1_relu_exact_t, relu_config7>(phi1, phi1_relu_exact); // phi1_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi1_relu_exact_t>(phi1_relu_exact, "phi1_relu_exact", 16*32);
#endif

    d_0607a8672b81::phi1_relu<phi1_relu_exact_t, phi1_relu_t>(phi1_relu_exact, phi1_relu); // phi1_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi1_relu_t>(phi1_relu, "phi1_relu", 16*32);
#endif

    codesign::pool<phi1_relu_t, pool_exact_t, config9>(phi1_relu, pool_exact); // pool_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<pool_exact_t>(pool_exact, "pool_exact", 32);
#endif

    d_0607a8672b81::pool<pool_exact_t, pool_t>(pool_exact, pool); // pool
#ifndef __SYNTHESIS__
    nnet::save_layer_output<pool_t>(pool, "pool", 32);
#endif

    codesign::wires<candidates_t, z_taken_t, config11>(candidates, z_taken); // z_taken
#ifndef __SYNTHESIS__
    nnet::save_layer_output<z_taken_t>(z_taken, "z_taken", 16*1);
#endif

    d_0607a8672b81::z<z_taken_t, z_t>(z_taken, z); // z
#ifndef __SYNTHESIS__
    nnet::save_layer_output<z_t>(z, "z", 16*1);
#endif

    codesign::wires<candidates_t, angles_taken_t, config13>(candidates, angles_taken); // angles_taken
#ifndef __SYNTHESIS__
    nnet::save_layer_output<angles_taken_t>(angles_taken, "angles_taken", 16*2);
#endif

    d_0607a8672b81::angles<angles_taken_t, angles_t>(angles_taken, angles); // angles
#ifndef __SYNTHESIS__
    nnet::save_layer_output<angles_t>(angles, "angles", 16*2);
#endif

    codesign::multiply<angles_t, z_t, first_exact_t, config15>(angles, z, first_exact); // first_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<first_exact_t>(first_exact, "first_exact", 16*2);
#endif

    d_0607a8672b81::first<first_exact_t, first_t>(first_exact, first); // first
#ifndef __SYNTHESIS__
    nnet::save_layer_output<first_t>(first, "first", 16*2);
#endif

    codesign::multiply<first_t, angles_t, second_exact_t, config17>(first, angles, second_exact); // second_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<second_exact_t>(second_exact, "second_exact", 16*2);
#endif

    d_0607a8672b81::second<second_exact_t, second_t>(second_exact, second); // second
#ifndef __SYNTHESIS__
    nnet::save_layer_output<second_t>(second, "second", 16*2);
#endif

    codesign::joined_wires<z_t, first_t, z_moments_first2_t, config19>(z, first, z_moments_first2); // z_moments_first2
#ifndef __SYNTHESIS__
    nnet::save_layer_output<z_moments_first2_t>(z_moments_first2, "z_moments_first2", 16*3);
#endif

    codesign::joined_wires<z_moments_first2_t, second_t, z_moments_t, config20>(z_moments_first2, second, z_moments); // z_moments
#ifndef __SYNTHESIS__
    nnet::save_layer_output<z_moments_t>(z_moments, "z_moments", 16*5);
#endif

    codesign::pool<z_moments_t, moments_exact_t, config21>(z_moments, moments_exact); // moments_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<moments_exact_t>(moments_exact, "moments_exact", 5);
#endif

    d_0607a8672b81::moments<moments_exact_t, moments_t>(moments_exact, moments); // moments
#ifndef __SYNTHESIS__
    nnet::save_layer_output<moments_t>(moments, "moments", 5);
#endif

    codesign::joined_wires<pool_t, moments_t, jet_t, config23>(pool, moments, jet); // jet
#ifndef __SYNTHESIS__
    nnet::save_layer_output<jet_t>(jet, "jet", 37);
#endif

    nnet::dense<jet_t, rho0_t, config24>(jet, rho0, rho0_kernel, rho0_bias); // rho0
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho0_t>(rho0, "rho0", 64);
#endif

    nnet::relu<rho0_t, rho0_relu_exact_t, relu_config25>(rho0, rho0_relu_exact); // rho0_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho0_relu_exact_t>(rho0_relu_exact, "rho0_relu_exact", 64);
#endif

    d_0607a8672b81::rho0_relu<rho0_relu_exact_t, rho0_relu_t>(rho0_relu_exact, rho0_relu); // rho0_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho0_relu_t>(rho0_relu, "rho0_relu", 64);
#endif

    nnet::dense<rho0_relu_t, rho1_t, config27>(rho0_relu, rho1, rho1_kernel, rho1_bias); // rho1
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho1_t>(rho1, "rho1", 32);
#endif

    nnet::relu<rho1_t, rho1_relu_exact_t, relu_config28>(rho1, rho1_relu_exact); // rho1_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho1_relu_exact_t>(rho1_relu_exact, "rho1_relu_exact", 32);
#endif

    d_0607a8672b81::rho1_relu<rho1_relu_exact_t, rho1_relu_t>(rho1_relu_exact, rho1_relu); // rho1_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho1_relu_t>(rho1_relu, "rho1_relu", 32);
#endif

    nnet::dense<rho1_relu_t, mass_response_t, config30>(rho1_relu, mass_response, mass_response_kernel, mass_response_bias); // mass_response
#ifndef __SYNTHESIS__
    nnet::save_layer_output<mass_response_t>(mass_response, "mass_response", 1);
#endif

}

}
