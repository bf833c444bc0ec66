#ifndef MASS_MOMENTS_0607A8672B81_PARAMETERS_H_
#define MASS_MOMENTS_0607A8672B81_PARAMETERS_H_

#include "ap_fixed.h"
#include "ap_int.h"

#include "nnet_utils/nnet_code_gen.h"
#include "nnet_utils/nnet_helpers.h"
// hls-fpga-machine-learning insert includes
#include "nnet_utils/nnet_activation.h"
#include "nnet_utils/nnet_activation_stream.h"
#include "nnet_utils/nnet_codesign.h"
#include "nnet_utils/nnet_conv1d.h"
#include "nnet_utils/nnet_dense.h"
#include "nnet_utils/nnet_dense_compressed.h"
#include "nnet_utils/nnet_dense_stream.h"
#include "nnet_utils/nnet_sepconv1d_stream.h"

// hls-fpga-machine-learning insert weights
#include "weights/phi0_kernel.h"
#include "weights/phi0_bias.h"
#include "weights/phi1_kernel.h"
#include "weights/phi1_bias.h"
#include "weights/rho0_kernel.h"
#include "weights/rho0_bias.h"
#include "weights/rho1_kernel.h"
#include "weights/rho1_bias.h"
#include "weights/mass_response_kernel.h"
#include "weights/mass_response_bias.h"

namespace d_0607a8672b81 {

// hls-fpga-machine-learning insert layer-config
// phi0
struct config33_mult : nnet::dense_config {
    static const unsigned n_in = 320;
    static const unsigned n_out = 512;
    static const unsigned reuse_factor = 1;
    static const unsigned strategy = nnet::latency;
    static const unsigned n_zeros = 41;
    static const unsigned multiplier_limit = DIV_ROUNDUP(n_in * n_out, reuse_factor) - n_zeros / reuse_factor;
    typedef phi0_accum_t accum_t;
    typedef phi0_bias_t bias_t;
    typedef phi0_weight_t weight_t;
    template<class data_T, class res_T, class CONFIG_T>
    using kernel = nnet::DenseLatency<data_T, res_T, CONFIG_T>;
    template<class x_T, class y_T>
    using product = nnet::product::mult<x_T, y_T>;
};

struct config33 : nnet::conv1d_config {
    static const unsigned pad_left = 0;
    static const unsigned pad_right = 0;
    static const unsigned in_width = 16;
    static const unsigned n_chan = 20;
    static const unsigned filt_width = 1;
    static const unsigned kernel_size = filt_width;
    static const unsigned n_filt = 32;
    static const unsigned stride_width = 1;
    static const unsigned dilation = 1;
    static const unsigned out_width = 16;
    static const unsigned reuse_factor = 1;
    static const unsigned n_zeros = 41;
    static const unsigned multiplier_limit =
        DIV_ROUNDUP(kernel_size * n_chan * n_filt, reuse_factor) - n_zeros / reuse_factor;
    static const bool store_weights_in_bram = false;
    static const unsigned strategy = nnet::latency;
    static const nnet::conv_implementation implementation = nnet::conv_implementation::linebuffer;
    static const unsigned min_width = 16;
    static const ap_uint<filt_width> pixels[min_width];
    static const unsigned n_partitions = 1;
    static const unsigned n_pixels = out_width / n_partitions;
    template<class data_T, class CONFIG_T>
    using fill_buffer = d_0607a8672b81::fill_buffer_33<data_T, CONFIG_T>;
    typedef phi0_accum_t accum_t;
    typedef phi0_bias_t bias_t;
    typedef phi0_weight_t weight_t;
    typedef config33_mult mult_config;
    template<unsigned K, unsigned S, unsigned W>
    using scale_index = nnet::scale_index_regular<K, S, W>;
    template<class data_T, class res_T, class CONFIG_T>
    using conv_kernel = nnet::BatchedDenseForConv1D<data_T, res_T, CONFIG_T>;
};
const ap_uint<config33::filt_width> config33::pixels[] = {0};

// phi0_relu_exact
struct relu_config4 : nnet::activ_config {
    static const unsigned n_in = 512;
    static const unsigned table_size = 1024;
    static const unsigned io_type = nnet::io_parallel;
    static const unsigned reuse_factor = 1;
    typedef phi0_relu_exact_table_t table_t;
};

// phi1
struct config34_mult : nnet::dense_config {
    static const unsigned n_in = 512;
    static const unsigned n_out = 512;
    static const unsigned reuse_factor = 1;
    static const unsigned strategy = nnet::latency;
    static const unsigned n_zeros = 76;
    static const unsigned multiplier_limit = DIV_ROUNDUP(n_in * n_out, reuse_factor) - n_zeros / reuse_factor;
    typedef phi1_accum_t accum_t;
    typedef phi1_bias_t bias_t;
    typedef phi1_weight_t weight_t;
    template<class data_T, class res_T, class CONFIG_T>
    using kernel = nnet::DenseLatency<data_T, res_T, CONFIG_T>;
    template<class x_T, class y_T>
    using product = nnet::product::mult<x_T, y_T>;
};

struct config34 : nnet::conv1d_config {
    static const unsigned pad_left = 0;
    static const unsigned pad_right = 0;
    static const unsigned in_width = 16;
    static const unsigned n_chan = 32;
    static const unsigned filt_width = 1;
    static const unsigned kernel_size = filt_width;
    static const unsigned n_filt = 32;
    static const unsigned stride_width = 1;
    static const unsigned dilation = 1;
    static const unsigned out_width = 16;
    static const unsigned reuse_factor = 1;
    static const unsigned n_zeros = 76;
    static const unsigned multiplier_limit =
        DIV_ROUNDUP(kernel_size * n_chan * n_filt, reuse_factor) - n_zeros / reuse_factor;
    static const bool store_weights_in_bram = false;
    static const unsigned strategy = nnet::latency;
    static const nnet::conv_implementation implementation = nnet::conv_implementation::linebuffer;
    static const unsigned min_width = 16;
    static const ap_uint<filt_width> pixels[min_width];
    static const unsigned n_partitions = 1;
    static const unsigned n_pixels = out_width / n_partitions;
    template<class data_T, class CONFIG_T>
    using fill_buffer = d_0607a8672b81::fill_buffer_34<data_T, CONFIG_T>;
    typedef phi1_accum_t accum_t;
    typedef phi1_bias_t bias_t;
    typedef phi1_weight_t weight_t;
    typedef config34_mult mult_config;
    template<unsigned K, unsigned S, unsigned W>
    using scale_index = nnet::scale_index_regular<K, S, W>;
    template<class data_T, class res_T, class CONFIG_T>
    using conv_kernel = nnet::BatchedDenseForConv1D<data_T, res_T, CONFIG_T>;
};
const ap_uint<config34::filt_width> config34::pixels[] = {0};

// phi1_relu_exact
struct relu_config7 : nnet::activ_config {
    static const unsigned n_in = 512;
    static const unsigned table_size = 1024;
    static const unsigned io_type = nnet::io_parallel;
    static const unsigned reuse_factor = 1;
    typedef phi1_relu_exact_table_t table_t;
};

// pool_exact
struct config9 : codesign::layer_config {
    static const unsigned outer = 1;
    static const unsigned pooled = 16;
    static const unsigned features = 32;
    static const unsigned shift = 4;
    typedef ap_ufixed<19,7> accum_t;
};

// z_taken
struct config11 : codesign::layer_config {
    static const unsigned n_out = 16;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[16] = {1, 21, 41, 61, 81, 101, 121, 141, 161, 181, 201, 221, 241, 261, 281, 301};
        return map[i];
    }
};

// angles_taken
struct config13 : codesign::layer_config {
    static const unsigned n_out = 32;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[32] = {3, 4, 23, 24, 43, 44, 63, 64, 83, 84, 103, 104, 123, 124, 143, 144, 163, 164, 183, 184, 203, 204, 223, 224, 243, 244, 263, 264, 283, 284, 303, 304};
        return map[i];
    }
};

// first_exact
struct config15 : codesign::layer_config {
    static const unsigned n_out = 32;
    static unsigned left(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
    static unsigned right(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[32] = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15};
        return map[i];
    }
};

// second_exact
struct config17 : codesign::layer_config {
    static const unsigned n_out = 32;
    static unsigned left(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
    static unsigned right(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
};

// z_moments_first2
struct config19 : codesign::layer_config {
    static const unsigned n_out = 48;
    static const unsigned n_first = 16;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[48] = {0, 16, 17, 1, 18, 19, 2, 20, 21, 3, 22, 23, 4, 24, 25, 5, 26, 27, 6, 28, 29, 7, 30, 31, 8, 32, 33, 9, 34, 35, 10, 36, 37, 11, 38, 39, 12, 40, 41, 13, 42, 43, 14, 44, 45, 15, 46, 47};
        return map[i];
    }
};

// z_moments
struct config20 : codesign::layer_config {
    static const unsigned n_out = 80;
    static const unsigned n_first = 48;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[80] = {0, 1, 2, 48, 49, 3, 4, 5, 50, 51, 6, 7, 8, 52, 53, 9, 10, 11, 54, 55, 12, 13, 14, 56, 57, 15, 16, 17, 58, 59, 18, 19, 20, 60, 61, 21, 22, 23, 62, 63, 24, 25, 26, 64, 65, 27, 28, 29, 66, 67, 30, 31, 32, 68, 69, 33, 34, 35, 70, 71, 36, 37, 38, 72, 73, 39, 40, 41, 74, 75, 42, 43, 44, 76, 77, 45, 46, 47, 78, 79};
        return map[i];
    }
};

// moments_exact
struct config21 : codesign::layer_config {
    static const unsigned outer = 1;
    static const unsigned pooled = 16;
    static const unsigned features = 5;
    static const unsigned shift = 0;
    typedef ap_fixed<17,5> accum_t;
};

// jet
struct config23 : codesign::layer_config {
    static const unsigned n_out = 37;
    static const unsigned n_first = 32;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
};

// rho0
struct config24 : nnet::dense_config {
    static const unsigned n_in = 37;
    static const unsigned n_out = 64;
    static const unsigned io_type = nnet::io_parallel;
    static const unsigned strategy = nnet::latency;
    static const unsigned reuse_factor = 1;
    static const unsigned n_zeros = 185;
    static const unsigned n_nonzeros = 2183;
    static const unsigned multiplier_limit = DIV_ROUNDUP(n_in * n_out, reuse_factor) - n_zeros / reuse_factor;
    static const bool store_weights_in_bram = false;
    typedef rho0_accum_t accum_t;
    typedef rho0_bias_t bias_t;
    typedef rho0_weight_t weight_t;
    typedef layer24_index index_t;
    template<class data_T, class res_T, class CONFIG_T>
    using kernel = nnet::DenseLatency<data_T, res_T, CONFIG_T>;
    template<class x_T, class y_T>
    using product = nnet::product::mult<x_T, y_T>;
};

// rho0_relu_exact
struct relu_config25 : nnet::activ_config {
    static const unsigned n_in = 64;
    static const unsigned table_size = 1024;
    static const unsigned io_type = nnet::io_parallel;
    static const unsigned reuse_factor = 1;
    typedef rho0_relu_exact_table_t table_t;
};

// rho1
struct config27 : nnet::dense_config {
    static const unsigned n_in = 64;
    static const unsigned n_out = 32;
    static const unsigned io_type = nnet::io_parallel;
    static const unsigned strategy = nnet::latency;
    static const unsigned reuse_factor = 1;
    static const unsigned n_zeros = 174;
    static const unsigned n_nonzeros = 1874;
    static const unsigned multiplier_limit = DIV_ROUNDUP(n_in * n_out, reuse_factor) - n_zeros / reuse_factor;
    static const bool store_weights_in_bram = false;
    typedef rho1_accum_t accum_t;
    typedef rho1_bias_t bias_t;
    typedef rho1_weight_t weight_t;
    typedef layer27_index index_t;
    template<class data_T, class res_T, class CONFIG_T>
    using kernel = nnet::DenseLatency<data_T, res_T, CONFIG_T>;
    template<class x_T, class y_T>
    using product = nnet::product::mult<x_T, y_T>;
};

// rho1_relu_exact
struct relu_config28 : nnet::activ_config {
    static const unsigned n_in = 32;
    static const unsigned table_size = 1024;
    static const unsigned io_type = nnet::io_parallel;
    static const unsigned reuse_factor = 1;
    typedef rho1_relu_exact_table_t table_t;
};

// mass_response
struct config30 : nnet::dense_config {
    static const unsigned n_in = 32;
    static const unsigned n_out = 1;
    static const unsigned io_type = nnet::io_parallel;
    static const unsigned strategy = nnet::latency;
    static const unsigned reuse_factor = 1;
    static const unsigned n_zeros = 0;
    static const unsigned n_nonzeros = 32;
    static const unsigned multiplier_limit = DIV_ROUNDUP(n_in * n_out, reuse_factor) - n_zeros / reuse_factor;
    static const bool store_weights_in_bram = false;
    typedef mass_response_accum_t accum_t;
    typedef mass_response_bias_t bias_t;
    typedef mass_response_weight_t weight_t;
    typedef layer30_index index_t;
    template<class data_T, class res_T, class CONFIG_T>
    using kernel = nnet::DenseLatency<data_T, res_T, CONFIG_T>;
    template<class x_T, class y_T>
    using product = nnet::product::mult<x_T, y_T>;
};


}

#endif
