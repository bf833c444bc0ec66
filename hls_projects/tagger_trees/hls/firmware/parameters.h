#ifndef TREES_WORDS_7DA178A1C965_PARAMETERS_H_
#define TREES_WORDS_7DA178A1C965_PARAMETERS_H_

#include "ap_fixed.h"
#include "ap_int.h"

#include "nnet_utils/nnet_code_gen.h"
#include "nnet_utils/nnet_helpers.h"
// hls-fpga-machine-learning insert includes
#include "nnet_utils/nnet_codesign.h"

// hls-fpga-machine-learning insert weights

namespace d_7da178a1c965 {

// hls-fpga-machine-learning insert layer-config
// sum_filled
struct config2 : codesign::layer_config {
    static const unsigned n_out = 16;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[16] = {13, 30, 47, 64, 81, 98, 115, 132, 149, 166, 183, 200, 217, 234, 251, 268};
        return map[i];
    }
};

// sum_charged_flags
struct config3 : codesign::layer_config {
    static const unsigned n_out = 96;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[96] = {4, 5, 6, 7, 9, 10, 21, 22, 23, 24, 26, 27, 38, 39, 40, 41, 43, 44, 55, 56, 57, 58, 60, 61, 72, 73, 74, 75, 77, 78, 89, 90, 91, 92, 94, 95, 106, 107, 108, 109, 111, 112, 123, 124, 125, 126, 128, 129, 140, 141, 142, 143, 145, 146, 157, 158, 159, 160, 162, 163, 174, 175, 176, 177, 179, 180, 191, 192, 193, 194, 196, 197, 208, 209, 210, 211, 213, 214, 225, 226, 227, 228, 230, 231, 242, 243, 244, 245, 247, 248, 259, 260, 261, 262, 264, 265};
        return map[i];
    }
};

// sum_charged_rows
struct config4 : codesign::layer_config {
    static const unsigned n_out = 96;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[96] = {0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60, 66, 72, 78, 84, 90, 1, 7, 13, 19, 25, 31, 37, 43, 49, 55, 61, 67, 73, 79, 85, 91, 2, 8, 14, 20, 26, 32, 38, 44, 50, 56, 62, 68, 74, 80, 86, 92, 3, 9, 15, 21, 27, 33, 39, 45, 51, 57, 63, 69, 75, 81, 87, 93, 4, 10, 16, 22, 28, 34, 40, 46, 52, 58, 64, 70, 76, 82, 88, 94, 5, 11, 17, 23, 29, 35, 41, 47, 53, 59, 65, 71, 77, 83, 89, 95};
        return map[i];
    }
};

// sum_charged_any
struct config5 : codesign::layer_config {
    static const unsigned outer = 1;
    static const unsigned candidates = 6;
    static const unsigned features = 16;
    static const unsigned places = 1;
    static const unsigned rank_bits = 3;
};

// sum_charged
struct config6 : codesign::layer_config {
    static const unsigned n_out = 16;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
};

// sum_types
struct config7 : codesign::layer_config {
    static const unsigned n_out = 128;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[128] = {3, 4, 5, 6, 7, 8, 9, 10, 20, 21, 22, 23, 24, 25, 26, 27, 37, 38, 39, 40, 41, 42, 43, 44, 54, 55, 56, 57, 58, 59, 60, 61, 71, 72, 73, 74, 75, 76, 77, 78, 88, 89, 90, 91, 92, 93, 94, 95, 105, 106, 107, 108, 109, 110, 111, 112, 122, 123, 124, 125, 126, 127, 128, 129, 139, 140, 141, 142, 143, 144, 145, 146, 156, 157, 158, 159, 160, 161, 162, 163, 173, 174, 175, 176, 177, 178, 179, 180, 190, 191, 192, 193, 194, 195, 196, 197, 207, 208, 209, 210, 211, 212, 213, 214, 224, 225, 226, 227, 228, 229, 230, 231, 241, 242, 243, 244, 245, 246, 247, 248, 258, 259, 260, 261, 262, 263, 264, 265};
        return map[i];
    }
};

// sum_kinds
struct config8 : codesign::layer_config {
    static const unsigned n_out = 144;
    static const unsigned n_first = 128;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[144] = {0, 1, 2, 3, 4, 5, 6, 7, 128, 8, 9, 10, 11, 12, 13, 14, 15, 129, 16, 17, 18, 19, 20, 21, 22, 23, 130, 24, 25, 26, 27, 28, 29, 30, 31, 131, 32, 33, 34, 35, 36, 37, 38, 39, 132, 40, 41, 42, 43, 44, 45, 46, 47, 133, 48, 49, 50, 51, 52, 53, 54, 55, 134, 56, 57, 58, 59, 60, 61, 62, 63, 135, 64, 65, 66, 67, 68, 69, 70, 71, 136, 72, 73, 74, 75, 76, 77, 78, 79, 137, 80, 81, 82, 83, 84, 85, 86, 87, 138, 88, 89, 90, 91, 92, 93, 94, 95, 139, 96, 97, 98, 99, 100, 101, 102, 103, 140, 104, 105, 106, 107, 108, 109, 110, 111, 141, 112, 113, 114, 115, 116, 117, 118, 119, 142, 120, 121, 122, 123, 124, 125, 126, 127, 143};
        return map[i];
    }
};

// sum_counts_each
struct config9 : codesign::layer_config {
    static const unsigned n_out = 160;
    static const unsigned n_first = 16;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[160] = {0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 1, 25, 26, 27, 28, 29, 30, 31, 32, 33, 2, 34, 35, 36, 37, 38, 39, 40, 41, 42, 3, 43, 44, 45, 46, 47, 48, 49, 50, 51, 4, 52, 53, 54, 55, 56, 57, 58, 59, 60, 5, 61, 62, 63, 64, 65, 66, 67, 68, 69, 6, 70, 71, 72, 73, 74, 75, 76, 77, 78, 7, 79, 80, 81, 82, 83, 84, 85, 86, 87, 8, 88, 89, 90, 91, 92, 93, 94, 95, 96, 9, 97, 98, 99, 100, 101, 102, 103, 104, 105, 10, 106, 107, 108, 109, 110, 111, 112, 113, 114, 11, 115, 116, 117, 118, 119, 120, 121, 122, 123, 12, 124, 125, 126, 127, 128, 129, 130, 131, 132, 13, 133, 134, 135, 136, 137, 138, 139, 140, 141, 14, 142, 143, 144, 145, 146, 147, 148, 149, 150, 15, 151, 152, 153, 154, 155, 156, 157, 158, 159};
        return map[i];
    }
};

// sum_counts
struct config10 : codesign::layer_config {
    static const unsigned outer = 1;
    static const unsigned pooled = 16;
    static const unsigned features = 10;
    static const unsigned shift = 0;
    typedef ap_ufixed<5,5> accum_t;
};

// sum_pt_of
struct config11 : codesign::layer_config {
    static const unsigned n_out = 16;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[16] = {0, 17, 34, 51, 68, 85, 102, 119, 136, 153, 170, 187, 204, 221, 238, 255};
        return map[i];
    }
};

// sum_pt_of_kinds
struct config12 : codesign::layer_config {
    static const unsigned n_out = 144;
    static const unsigned flag_left = 1;
    static unsigned left(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
    static unsigned right(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[144] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11, 11, 12, 12, 12, 12, 12, 12, 12, 12, 12, 13, 13, 13, 13, 13, 13, 13, 13, 13, 14, 14, 14, 14, 14, 14, 14, 14, 14, 15, 15, 15, 15, 15, 15, 15, 15, 15};
        return map[i];
    }
};

// sum_pt_each
struct config13 : codesign::layer_config {
    static const unsigned n_out = 160;
    static const unsigned n_first = 16;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[160] = {0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 1, 25, 26, 27, 28, 29, 30, 31, 32, 33, 2, 34, 35, 36, 37, 38, 39, 40, 41, 42, 3, 43, 44, 45, 46, 47, 48, 49, 50, 51, 4, 52, 53, 54, 55, 56, 57, 58, 59, 60, 5, 61, 62, 63, 64, 65, 66, 67, 68, 69, 6, 70, 71, 72, 73, 74, 75, 76, 77, 78, 7, 79, 80, 81, 82, 83, 84, 85, 86, 87, 8, 88, 89, 90, 91, 92, 93, 94, 95, 96, 9, 97, 98, 99, 100, 101, 102, 103, 104, 105, 10, 106, 107, 108, 109, 110, 111, 112, 113, 114, 11, 115, 116, 117, 118, 119, 120, 121, 122, 123, 12, 124, 125, 126, 127, 128, 129, 130, 131, 132, 13, 133, 134, 135, 136, 137, 138, 139, 140, 141, 14, 142, 143, 144, 145, 146, 147, 148, 149, 150, 15, 151, 152, 153, 154, 155, 156, 157, 158, 159};
        return map[i];
    }
};

// sum_pt
struct config14 : codesign::layer_config {
    static const unsigned outer = 1;
    static const unsigned pooled = 16;
    static const unsigned features = 10;
    static const unsigned shift = 0;
    typedef ap_ufixed<16,10> accum_t;
};

// sum_deta_dphi
struct config15 : codesign::layer_config {
    static const unsigned n_out = 32;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[32] = {1, 2, 18, 19, 35, 36, 52, 53, 69, 70, 86, 87, 103, 104, 120, 121, 137, 138, 154, 155, 171, 172, 188, 189, 205, 206, 222, 223, 239, 240, 256, 257};
        return map[i];
    }
};

// sum_angles
struct config16 : codesign::layer_config {
    static const unsigned n_out = 32;
};

// sum_swapped
struct config17 : codesign::layer_config {
    static const unsigned n_out = 32;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[32] = {1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14, 17, 16, 19, 18, 21, 20, 23, 22, 25, 24, 27, 26, 29, 28, 31, 30};
        return map[i];
    }
};

// sum_doubled
struct config18 : codesign::layer_config {
    static const unsigned n_out = 32;
};

// sum_radii
struct config19 : codesign::layer_config {
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

// sum_radius0
struct config20 : codesign::layer_config {
    static const unsigned n_out = 16;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[16] = {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30};
        return map[i];
    }
};

// sum_below0
struct config21 : codesign::layer_config {
    static const unsigned n_out = 64;
    static const unsigned below = 1;
    static const unsigned level_bits = 13;
    typedef ap_ufixed<13,7> level_t;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[64] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15};
        return map[i];
    }
    static unsigned level(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[64] = {16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128};
        return map[i];
    }
};

// sum_radius1
struct config22 : codesign::layer_config {
    static const unsigned n_out = 16;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[16] = {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31};
        return map[i];
    }
};

// sum_below1
struct config23 : codesign::layer_config {
    static const unsigned n_out = 64;
    static const unsigned below = 1;
    static const unsigned level_bits = 13;
    typedef ap_ufixed<13,7> level_t;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[64] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15};
        return map[i];
    }
    static unsigned level(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[64] = {16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128, 16, 32, 64, 128};
        return map[i];
    }
};

// sum_inside
struct config24 : codesign::layer_config {
    static const unsigned n_out = 64;
    static const unsigned largest = 0;
    static unsigned left(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
    static unsigned right(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
};

// sum_filled_inside
struct config25 : codesign::layer_config {
    static const unsigned n_out = 64;
    static const unsigned flag_left = 1;
    static unsigned left(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
    static unsigned right(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[64] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15};
        return map[i];
    }
};

// sum_rings
struct config26 : codesign::layer_config {
    static const unsigned outer = 1;
    static const unsigned pooled = 16;
    static const unsigned features = 4;
    static const unsigned shift = 0;
    typedef ap_ufixed<5,5> accum_t;
};

// sum_pt_inside
struct config27 : codesign::layer_config {
    static const unsigned n_out = 64;
    static const unsigned flag_left = 1;
    static unsigned left(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
    static unsigned right(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[64] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15};
        return map[i];
    }
};

// sum_pt_rings
struct config28 : codesign::layer_config {
    static const unsigned outer = 1;
    static const unsigned pooled = 16;
    static const unsigned features = 4;
    static const unsigned shift = 0;
    typedef ap_ufixed<16,10> accum_t;
};

// sum_dxy_of
struct config29 : codesign::layer_config {
    static const unsigned n_out = 16;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[16] = {12, 29, 46, 63, 80, 97, 114, 131, 148, 165, 182, 199, 216, 233, 250, 267};
        return map[i];
    }
};

// sum_beyond
struct config30 : codesign::layer_config {
    static const unsigned n_out = 48;
    static const unsigned below = 0;
    static const unsigned level_bits = 9;
    typedef ap_ufixed<9,5> level_t;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[48] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15};
        return map[i];
    }
    static unsigned level(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[48] = {8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32, 8, 16, 32};
        return map[i];
    }
};

// sum_dxy_counts
struct config31 : codesign::layer_config {
    static const unsigned outer = 1;
    static const unsigned pooled = 16;
    static const unsigned features = 3;
    static const unsigned shift = 0;
    typedef ap_ufixed<5,5> accum_t;
};

// sum_pt_beyond
struct config32 : codesign::layer_config {
    static const unsigned n_out = 48;
    static const unsigned flag_left = 1;
    static unsigned left(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
    static unsigned right(unsigned i) {
        #pragma HLS INLINE
        static const unsigned map[48] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15};
        return map[i];
    }
};

// sum_pt_dxy
struct config33 : codesign::layer_config {
    static const unsigned outer = 1;
    static const unsigned pooled = 16;
    static const unsigned features = 3;
    static const unsigned shift = 0;
    typedef ap_ufixed<16,10> accum_t;
};

// sum_dxy
struct config34 : codesign::layer_config {
    static const unsigned outer = 1;
    static const unsigned pooled = 16;
    static const unsigned features = 1;
    static const unsigned shift = 0;
    typedef ap_ufixed<12,8> accum_t;
};

// sum_all_first2
struct config35 : codesign::layer_config {
    static const unsigned n_out = 20;
    static const unsigned n_first = 10;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
};

// sum_all_first3
struct config36 : codesign::layer_config {
    static const unsigned n_out = 24;
    static const unsigned n_first = 20;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
};

// sum_all_first4
struct config37 : codesign::layer_config {
    static const unsigned n_out = 28;
    static const unsigned n_first = 24;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
};

// sum_all_first5
struct config38 : codesign::layer_config {
    static const unsigned n_out = 31;
    static const unsigned n_first = 28;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
};

// sum_all_first6
struct config39 : codesign::layer_config {
    static const unsigned n_out = 34;
    static const unsigned n_first = 31;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
};

// sum_all
struct config40 : codesign::layer_config {
    static const unsigned n_out = 35;
    static const unsigned n_first = 34;
    static unsigned from(unsigned i) {
        #pragma HLS INLINE
        return i;
    }
};


}

#endif
