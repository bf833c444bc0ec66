#include <iostream>

#include "tagger_deepset_4d34852e09c2.h"
#include "parameters.h"

namespace d_4d34852e09c2 {

void tagger_deepset_4d34852e09c2(
    candidates_t candidates[16*20],
    logits_t logits[8]
) {

    // hls-fpga-machine-learning insert IO
    #pragma HLS ARRAY_RESHAPE variable=candidates complete dim=0
    #pragma HLS ARRAY_PARTITION variable=logits complete dim=0
    #pragma HLS INTERFACE ap_vld port=candidates,logits 
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

    rho0_t rho0[32];
    #pragma HLS ARRAY_PARTITION variable=rho0 complete dim=0

    rho0_relu_exact_t rho0_relu_exact[32];
    #pragma HLS ARRAY_PARTITION variable=rho0_relu_exact complete dim=0

    rho0_relu_t rho0_relu[32];
    #pragma HLS ARRAY_PARTITION variable=rho0_relu complete dim=0

    rho1_t rho1[16];
    #pragma HLS ARRAY_PARTITION variable=rho1 complete dim=0

    rho1_relu_exact_t rho1_relu_exact[16];
    #pragma HLS ARRAY_PARTITION variable=rho1_relu_exact complete dim=0

    rho1_relu_t rho1_relu[16];
    #pragma HLS ARRAY_PARTITION variable=rho1_relu complete dim=0

    d_4d34852e09c2::inputs<candidates_t, inputs_t>(candidates, inputs); // inputs
#ifndef __SYNTHESIS__
    nnet::save_layer_output<inputs_t>(inputs, "inputs", 16*20);
#endif

    nnet::pointwise_conv_1d_cl<inputs_t, phi0_t, config20>(inputs, phi0, phi0_kernel, phi0_bias); // phi0
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi0_t>(phi0, "phi0", 16*32);
#endif

    nnet::relu<phi0_t, phi0_relu_exact_t, relu_config4>(phi0, phi0_relu_exact); // phi0_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi0_relu_exact_t>(phi0_relu_exact, "phi0_relu_exact", 16*32);
#endif

    d_4d34852e09c2::phi0_relu<phi0_relu_exact_t, phi0_relu_t>(phi0_relu_exact, phi0_relu); // phi0_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi0_relu_t>(phi0_relu, "phi0_relu", 16*32);
#endif

    nnet::pointwise_conv_1d_cl<phi0_relu_t, phi1_t, config21>(phi0_relu, phi1, phi1_kernel, phi1_bias); // phi1
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi1_t>(phi1, "phi1", 16*32);
#endif

    nnet::relu<phi1_t, phi1_relu_exact_t, relu_config7>(phi1, phi1_relu_exact); // phi1_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi1_relu_exact_t>(phi1_relu_exact, "phi1_relu_exact", 16*32);
#endif

    d_4d34852e09c2::phi1_relu<phi1_relu_exact_t, phi1_relu_t>(phi1_relu_exact, phi1_relu); // phi1_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<phi1_relu_t>(phi1_relu, "phi1_relu", 16*32);
#endif

    codesign::pool<phi1_relu_t, pool_exact_t, config9>(phi1_relu, pool_exact); // pool_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<pool_exact_t>(pool_exact, "pool_exact", 32);
#endif

    d_4d34852e09c2::pool<pool_exact_t, pool_t>(pool_exact, pool); // pool
#ifndef __SYNTHESIS__
    nnet::save_layer_output<pool_t>(pool, "pool", 32);
#endif

    nnet::dense<pool_t, rho0_t, config11>(pool, rho0, rho0_kernel, rho0_bias); // rho0
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho0_t>(rho0, "rho0", 32);
#endif

    nnet::relu<rho0_t, rho0_relu_exact_t, relu_config12>(rho0, rho0_relu_exact); // rho0_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho0_relu_exact_t>(rho0_relu_exact, "rho0_relu_exact", 32);
#endif

    d_4d34852e09c2::rho0_relu<rho0_relu_exact_t, rho0_relu_t>(rho0_relu_exact, rho0_relu); // rho0_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho0_relu_t>(rho0_relu, "rho0_relu", 32);
#endif

    nnet::dense<rho0_relu_t, rho1_t, config14>(rho0_relu, rho1, rho1_kernel, rho1_bias); // rho1
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho1_t>(rho1, "rho1", 16);
#endif

    nnet::relu<rho1_t, rho1_relu_exact_t, relu_config15>(rho1, rho1_relu_exact); // rho1_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho1_relu_exact_t>(rho1_relu_exact, "rho1_relu_exact", 16);
#endif

    d_4d34852e09c2::rho1_relu<rho1_relu_exact_t, rho1_relu_t>(rho1_relu_exact, rho1_relu); // rho1_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<rho1_relu_t>(rho1_relu, "rho1_relu", 16);
#endif

    nnet::dense<rho1_relu_t, logits_t, config17>(rho1_relu, logits, logits_kernel, logits_bias); // logits
#ifndef __SYNTHESIS__
    nnet::save_layer_output<logits_t>(logits, "logits", 8);
#endif

}

}
