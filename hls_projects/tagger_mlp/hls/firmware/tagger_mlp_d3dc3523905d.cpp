#include <iostream>

#include "tagger_mlp_d3dc3523905d.h"
#include "parameters.h"

namespace d_d3dc3523905d {

void tagger_mlp_d3dc3523905d(
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

    auto& flat = candidates;
    inputs_t inputs[320];
    #pragma HLS ARRAY_PARTITION variable=inputs complete dim=0

    hidden0_t hidden0[32];
    #pragma HLS ARRAY_PARTITION variable=hidden0 complete dim=0

    hidden0_relu_exact_t hidden0_relu_exact[32];
    #pragma HLS ARRAY_PARTITION variable=hidden0_relu_exact complete dim=0

    hidden0_relu_t hidden0_relu[32];
    #pragma HLS ARRAY_PARTITION variable=hidden0_relu complete dim=0

    hidden1_t hidden1[32];
    #pragma HLS ARRAY_PARTITION variable=hidden1 complete dim=0

    hidden1_relu_exact_t hidden1_relu_exact[32];
    #pragma HLS ARRAY_PARTITION variable=hidden1_relu_exact complete dim=0

    hidden1_relu_t hidden1_relu[32];
    #pragma HLS ARRAY_PARTITION variable=hidden1_relu complete dim=0

    hidden2_t hidden2[16];
    #pragma HLS ARRAY_PARTITION variable=hidden2 complete dim=0

    hidden2_relu_exact_t hidden2_relu_exact[16];
    #pragma HLS ARRAY_PARTITION variable=hidden2_relu_exact complete dim=0

    hidden2_relu_t hidden2_relu[16];
    #pragma HLS ARRAY_PARTITION variable=hidden2_relu complete dim=0

    d_d3dc3523905d::inputs<candidates_t, inputs_t>(flat, inputs); // inputs
#ifndef __SYNTHESIS__
    nnet::save_layer_output<inputs_t>(inputs, "inputs", 320);
#endif

    nnet::dense<inputs_t, hidden0_t, config4>(inputs, hidden0, hidden0_kernel, hidden0_bias); // hidden0
#ifndef __SYNTHESIS__
    nnet::save_layer_output<hidden0_t>(hidden0, "hidden0", 32);
#endif

    nnet::relu<hidden0_t, hidden0_relu_exact_t, relu_config5>(hidden0, hidden0_relu_exact); // hidden0_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<hidden0_relu_exact_t>(hidden0_relu_exact, "hidden0_relu_exact", 32);
#endif

    d_d3dc3523905d::hidden0_relu<hidden0_relu_exact_t, hidden0_relu_t>(hidden0_relu_exact, hidden0_relu); // hidden0_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<hidden0_relu_t>(hidden0_relu, "hidden0_relu", 32);
#endif

    nnet::dense<hidden0_relu_t, hidden1_t, config7>(hidden0_relu, hidden1, hidden1_kernel, hidden1_bias); // hidden1
#ifndef __SYNTHESIS__
    nnet::save_layer_output<hidden1_t>(hidden1, "hidden1", 32);
#endif

    nnet::relu<hidden1_t, hidden1_relu_exact_t, relu_config8>(hidden1, hidden1_relu_exact); // hidden1_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<hidden1_relu_exact_t>(hidden1_relu_exact, "hidden1_relu_exact", 32);
#endif

    d_d3dc3523905d::hidden1_relu<hidden1_relu_exact_t, hidden1_relu_t>(hidden1_relu_exact, hidden1_relu); // hidden1_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<hidden1_relu_t>(hidden1_relu, "hidden1_relu", 32);
#endif

    nnet::dense<hidden1_relu_t, hidden2_t, config10>(hidden1_relu, hidden2, hidden2_kernel, hidden2_bias); // hidden2
#ifndef __SYNTHESIS__
    nnet::save_layer_output<hidden2_t>(hidden2, "hidden2", 16);
#endif

    nnet::relu<hidden2_t, hidden2_relu_exact_t, relu_config11>(hidden2, hidden2_relu_exact); // hidden2_relu_exact
#ifndef __SYNTHESIS__
    nnet::save_layer_output<hidden2_relu_exact_t>(hidden2_relu_exact, "hidden2_relu_exact", 16);
#endif

    d_d3dc3523905d::hidden2_relu<hidden2_relu_exact_t, hidden2_relu_t>(hidden2_relu_exact, hidden2_relu); // hidden2_relu
#ifndef __SYNTHESIS__
    nnet::save_layer_output<hidden2_relu_t>(hidden2_relu, "hidden2_relu", 16);
#endif

    nnet::dense<hidden2_relu_t, logits_t, config13>(hidden2_relu, logits, logits_kernel, logits_bias); // logits
#ifndef __SYNTHESIS__
    nnet::save_layer_output<logits_t>(logits, "logits", 8);
#endif

}

}
