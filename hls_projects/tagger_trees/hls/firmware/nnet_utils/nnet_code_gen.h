#ifndef TREES_WORDS_7DA178A1C965_NNET_INSTR_GEN_H_
#define TREES_WORDS_7DA178A1C965_NNET_INSTR_GEN_H_

#include "nnet_conv1d_latency.h"
#include "nnet_helpers.h"

#include "hls_stream.h"
#include "nnet_common.h"
#include "nnet_function_stubs.h"
#include "nnet_mult.h"

namespace d_7da178a1c965 {

template <class data_T, class res_T, typename CONFIG_T> class PointwiseConv1D {
  public:
    static void pointwise_conv(data_T data[CONFIG_T::in_width * CONFIG_T::n_chan],
                               res_T res[CONFIG_T::out_width * CONFIG_T::n_filt],
                               typename CONFIG_T::weight_t weights[CONFIG_T::n_chan * CONFIG_T::n_filt],
                               typename CONFIG_T::bias_t biases[CONFIG_T::n_filt]) {
        // To be implemented in subclasses
    }
};

// hls4ml insert code

template<typename input_t, typename output_t>
void logits(input_t *inp, output_t *out) {
    #pragma HLS INLINE
    typedef ap_int<output_t::width> bits_t;
    const ap_uint<input_t::width> x0 = inp[0].range();
    const ap_uint<input_t::width> x1 = inp[1].range();
    const ap_uint<input_t::width> x2 = inp[2].range();
    const ap_uint<input_t::width> x3 = inp[3].range();
    const ap_uint<input_t::width> x4 = inp[4].range();
    const ap_uint<input_t::width> x5 = inp[5].range();
    const ap_uint<input_t::width> x6 = inp[6].range();
    const ap_uint<input_t::width> x7 = inp[7].range();
    const ap_uint<input_t::width> x8 = inp[8].range();
    const ap_uint<input_t::width> x9 = inp[9].range();
    const ap_uint<input_t::width> x10 = inp[10].range();
    const ap_uint<input_t::width> x11 = inp[11].range();
    const ap_uint<input_t::width> x12 = inp[12].range();
    const ap_uint<input_t::width> x13 = inp[13].range();
    const ap_uint<input_t::width> x14 = inp[14].range();
    const ap_uint<input_t::width> x15 = inp[15].range();
    const ap_uint<input_t::width> x16 = inp[16].range();
    const ap_uint<input_t::width> x17 = inp[17].range();
    const ap_uint<input_t::width> x18 = inp[18].range();
    const ap_uint<input_t::width> x19 = inp[19].range();
    const ap_uint<input_t::width> x20 = inp[20].range();
    const ap_uint<input_t::width> x21 = inp[21].range();
    const ap_uint<input_t::width> x22 = inp[22].range();
    const ap_uint<input_t::width> x23 = inp[23].range();
    const ap_uint<input_t::width> x24 = inp[24].range();
    const ap_uint<input_t::width> x25 = inp[25].range();
    const ap_uint<input_t::width> x26 = inp[26].range();
    const ap_uint<input_t::width> x27 = inp[27].range();
    const ap_uint<input_t::width> x28 = inp[28].range();
    const ap_uint<input_t::width> x29 = inp[29].range();
    const ap_uint<input_t::width> x31 = inp[31].range();
    const ap_uint<input_t::width> x32 = inp[32].range();
    const ap_uint<input_t::width> x34 = inp[34].range();
    const bool above0 = x34 >= 140;
    const bool above1 = x23 >= 256;
    const bool above2 = x24 >= 49;
    const bool above3 = x31 >= 45;
    const bool above4 = x32 >= 31;
    const bool above5 = x31 >= 111;
    const bool above6 = x24 >= 69;
    const bool above7 = x23 >= 192;
    const bool above8 = x10 >= 403;
    const bool above9 = x26 >= 104;
    const bool above10 = x32 >= 53;
    const bool above11 = x0 >= 256;
    const bool above12 = x18 >= 13;
    const bool above13 = x19 >= 68;
    const bool above14 = x31 >= 64;
    const bool above15 = x32 >= 38;
    const bool above16 = x25 >= 52;
    const bool above17 = x26 >= 124;
    const bool above18 = x23 >= 448;
    const bool above19 = x8 >= 128;
    const bool above20 = x17 >= 56;
    const bool above21 = x19 >= 55;
    const bool above22 = x23 >= 320;
    const bool above23 = x7 >= 128;
    const bool above24 = x18 >= 70;
    const bool above25 = x18 >= 58;
    const bool above26 = x14 >= 52;
    const bool above27 = x15 >= 62;
    const bool above28 = x15 >= 13;
    const bool above29 = x12 >= 65;
    const bool above30 = x13 >= 53;
    const bool above31 = x9 >= 64;
    const bool above32 = x22 >= 192;
    const bool above33 = x16 >= 44;
    const bool above34 = x34 >= 100;
    const bool above35 = x22 >= 256;
    const bool above36 = x32 >= 22;
    const bool above37 = x19 >= 81;
    const bool above38 = x17 >= 13;
    const bool above39 = x17 >= 21;
    const bool above40 = x26 >= 600;
    const bool above41 = x4 >= 64;
    const bool above42 = x31 >= 75;
    const bool above43 = x25 >= 70;
    const bool above44 = x0 >= 192;
    const bool above45 = x26 >= 146;
    const bool above46 = x23 >= 576;
    const bool above47 = x17 >= 46;
    const bool above48 = x17 >= 67;
    const bool above49 = x18 >= 133;
    const bool above50 = x17 >= 29;
    const bool above51 = x12 >= 51;
    const bool above52 = x19 >= 32;
    const bool above53 = x16 >= 28;
    const bool above54 = x22 >= 128;
    const bool above55 = x27 >= 501;
    const bool above56 = x9 >= 128;
    const bool above57 = x28 >= 320;
    const bool above58 = x26 >= 196;
    const bool above59 = x22 >= 384;
    const bool above60 = x17 >= 37;
    const bool above61 = x23 >= 384;
    const bool above62 = x20 >= 192;
    const bool above63 = x18 >= 48;
    const bool above64 = x9 >= 256;
    const bool above65 = x14 >= 31;
    const bool above66 = x15 >= 44;
    const bool above67 = x5 >= 64;
    const bool above68 = x34 >= 120;
    const bool above69 = x24 >= 91;
    const bool above70 = x16 >= 135;
    const bool above71 = x21 >= 256;
    const bool above72 = x28 >= 448;
    const bool above73 = x26 >= 85;
    const bool above74 = x10 >= 169;
    const bool above75 = x0 >= 320;
    const bool above76 = x18 >= 39;
    const bool above77 = x19 >= 96;
    const bool above78 = x17 >= 126;
    const bool above79 = x34 >= 84;
    const bool above80 = x25 >= 91;
    const bool above81 = x23 >= 128;
    const bool above82 = x28 >= 192;
    const bool above83 = x24 >= 651;
    const bool above84 = x25 >= 114;
    const bool above85 = x10 >= 518;
    const bool above86 = x0 >= 448;
    const bool above87 = x15 >= 77;
    const bool above88 = x12 >= 21;
    const bool above89 = x13 >= 40;
    const bool above90 = x18 >= 22;
    const bool above91 = x13 >= 22;
    const bool above92 = x31 >= 140;
    const bool above93 = x6 >= 64;
    const bool above94 = x18 >= 30;
    const bool above95 = x25 >= 137;
    const bool above96 = x29 >= 192;
    const bool above97 = x16 >= 16;
    const bool above98 = x31 >= 189;
    const bool above99 = x22 >= 640;
    const bool above100 = x24 >= 224;
    const bool above101 = x15 >= 26;
    const bool above102 = x14 >= 16;
    const bool above103 = x17 >= 81;
    const bool above104 = x11 >= 47;
    const bool above105 = x32 >= 17;
    const bool above106 = x11 >= 87;
    const bool above107 = x16 >= 268;
    const bool above108 = x7 >= 64;
    const bool above109 = x26 >= 286;
    const bool above110 = x8 >= 64;
    const bool above111 = x24 >= 113;
    const bool above112 = x19 >= 175;
    const bool above113 = x22 >= 320;
    const bool above114 = x12 >= 28;
    const bool above115 = x31 >= 30;
    const bool above116 = x1 >= 128;
    const bool above117 = x29 >= 128;
    const bool above118 = x31 >= 37;
    const bool above119 = x10 >= 692;
    const bool above120 = x11 >= 112;
    const bool above121 = x26 >= 68;
    const bool above122 = x8 >= 192;
    const bool above123 = x19 >= 130;
    const bool above124 = x16 >= 170;
    const bool above125 = x20 >= 128;
    const bool above126 = x18 >= 85;
    const bool above127 = x20 >= 256;
    const bool above128 = x2 >= 64;
    const bool above129 = x19 >= 151;
    const bool above130 = x12 >= 35;
    const bool above131 = x34 >= 44;
    const bool above132 = x13 >= 69;
    const bool above133 = x8 >= 384;
    const bool above134 = x7 >= 192;
    const bool above135 = x21 >= 192;
    const bool above136 = x21 >= 128;
    const bool above137 = x13 >= 16;
    const bool above138 = x16 >= 9;
    const bool above139 = x31 >= 23;
    const bool above140 = x18 >= 105;
    const bool above141 = x19 >= 112;
    const bool above142 = x18 >= 171;
    const bool above143 = x17 >= 160;
    const bool above144 = x11 >= 58;
    const bool above145 = x11 >= 25;
    const bool above146 = x3 >= 64;
    const bool above147 = x32 >= 13;
    const bool above148 = x7 >= 256;
    const bool above149 = x10 >= 106;
    const bool above150 = x0 >= 384;
    const bool above151 = x10 >= 147;
    const bool above152 = x22 >= 512;
    const bool above153 = x16 >= 108;
    const bool above154 = x12 >= 16;
    const bool above155 = x8 >= 256;
    const bool above156 = x19 >= 404;
    const bool above157 = x14 >= 69;
    const bool above158 = x34 >= 28;
    const bool above159 = x12 >= 82;
    const bool above160 = x17 >= 285;
    const bool above161 = x9 >= 192;
    const bool above162 = x24 >= 363;
    const bool above163 = x34 >= 284;
    const bool above164 = x21 >= 384;
    const bool above165 = x31 >= 304;
    const bool above166 = x7 >= 384;
    const bool above167 = x28 >= 256;
    const bool above168 = x11 >= 20;
    const bool above169 = x11 >= 148;
    const bool above170 = x14 >= 84;
    const bool above171 = x27 >= 142;
    const bool above172 = x24 >= 28;
    const bool above173 = x16 >= 678;
    const bool above174 = x27 >= 392;
    const bool above175 = x22 >= 448;
    const bool above176 = x25 >= 233;
    const bool above177 = x18 >= 228;
    const bool above178 = x14 >= 99;
    const bool above179 = x12 >= 97;
    const bool above180 = x13 >= 86;
    const bool above181 = x16 >= 63;
    const bool above182 = x29 >= 64;
    const bool above183 = x31 >= 90;
    const bool above184 = x21 >= 320;
    const bool above185 = x9 >= 448;
    const bool above186 = x34 >= 244;
    const bool above187 = x26 >= 356;
    const bool above188 = x27 >= 122;
    const bool above189 = x25 >= 162;
    const unsigned reached0 = (above0 ? (above4 ? 4 : (above5 ? 4 : 3)) : (above1 ? (above3 ? 3 : 2) : (above2 ? 0 : 1)));
    static const int leaf0[5][1] = {{-8}, {-5}, {-1}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf0 complete dim=0
    const unsigned reached1 = (above1 ? (above8 ? (above10 ? 2 : 3) : (above9 ? 3 : 1)) : (above6 ? 0 : (above7 ? 1 : 0)));
    static const int leaf1[4][1] = {{-8}, {0}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf1 complete dim=0
    const unsigned reached2 = (above11 ? (above14 ? (above15 ? 1 : 3) : 4) : (above6 ? (above13 ? 0 : 2) : (above12 ? 4 : 2)));
    static const int leaf2[5][1] = {{-8}, {-6}, {-4}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf2 complete dim=0
    const unsigned reached3 = (above11 ? (above17 ? (above18 ? 4 : 2) : 4) : (above16 ? (above6 ? 0 : 1) : (above7 ? 4 : 3)));
    static const int leaf3[5][1] = {{-8}, {-5}, {-2}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf3 complete dim=0
    const unsigned reached4 = (above19 ? (above22 ? 0 : (above23 ? 1 : 0)) : (above20 ? 2 : (above21 ? 0 : 2)));
    static const int leaf4[3][1] = {{-8}, {-3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf4 complete dim=0
    const unsigned reached5 = (above23 ? (above22 ? 0 : (above25 ? 1 : 0)) : (above24 ? 2 : (above13 ? 0 : 2)));
    static const int leaf5[3][1] = {{-8}, {0}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf5 complete dim=0
    const unsigned reached6 = (above26 ? (above1 ? 1 : 2) : (above27 ? 2 : (above28 ? 2 : 0)));
    static const int leaf6[3][1] = {{-8}, {0}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf6 complete dim=0
    const unsigned reached7 = (above29 ? (above33 ? 0 : 2) : (above30 ? (above32 ? 1 : 2) : (above31 ? 0 : 2)));
    static const int leaf7[3][1] = {{-8}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf7 complete dim=0
    const unsigned reached8 = (above1 ? (above4 ? 4 : (above14 ? 4 : 3)) : (above2 ? (above34 ? 2 : 0) : (above7 ? 3 : 1)));
    static const int leaf8[5][1] = {{-8}, {-7}, {-6}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf8 complete dim=0
    const unsigned reached9 = (above1 ? (above8 ? (above36 ? 3 : 5) : (above35 ? 4 : 2)) : (above6 ? (above21 ? 0 : 1) : (above7 ? 2 : 1)));
    static const int leaf9[6][1] = {{-8}, {-7}, {0}, {4}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf9 complete dim=0
    const unsigned reached10 = (above7 ? (above40 ? (above42 ? 5 : 6) : (above41 ? 0 : 4)) : (above37 ? (above39 ? 1 : 0) : (above38 ? 3 : 2)));
    static const int leaf10[7][1] = {{-8}, {-6}, {-5}, {1}, {2}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf10 complete dim=0
    const unsigned reached11 = (above11 ? (above45 ? (above46 ? 5 : 3) : 5) : (above43 ? (above13 ? 0 : 1) : (above44 ? 4 : 2)));
    static const int leaf11[6][1] = {{-8}, {-7}, {-4}, {-1}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf11 complete dim=0
    const unsigned reached12 = (above19 ? (above22 ? 0 : (above48 ? 2 : 1)) : (above47 ? (above1 ? 3 : 4) : (above21 ? 0 : 4)));
    static const int leaf12[5][1] = {{-8}, {-7}, {-1}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf12 complete dim=0
    const unsigned reached13 = (above23 ? (above22 ? (above50 ? 0 : 1) : (above49 ? 3 : 1)) : (above25 ? (above1 ? 2 : 4) : (above21 ? 0 : 4)));
    static const int leaf13[5][1] = {{-8}, {-7}, {5}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf13 complete dim=0
    const unsigned reached14 = (above26 ? (above32 ? 1 : 4) : (above27 ? (above11 ? 3 : 4) : (above28 ? 2 : 0)));
    static const int leaf14[5][1] = {{-8}, {-1}, {4}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf14 complete dim=0
    const unsigned reached15 = (above51 ? (above32 ? 1 : 3) : (above30 ? (above53 ? 1 : 3) : (above52 ? 0 : 2)));
    static const int leaf15[4][1] = {{-8}, {-3}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf15 complete dim=0
    const unsigned reached16 = (above36 ? 3 : (above1 ? (above28 ? 3 : 2) : (above2 ? 0 : 1)));
    static const int leaf16[4][1] = {{-8}, {-4}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf16 complete dim=0
    const unsigned reached17 = (above11 ? (above55 ? (above10 ? 2 : 4) : (above35 ? 3 : 2)) : (above6 ? (above21 ? 0 : 1) : (above54 ? 2 : 0)));
    static const int leaf17[5][1] = {{-8}, {-7}, {-1}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf17 complete dim=0
    const unsigned reached18 = (above11 ? (above57 ? (above10 ? 0 : 3) : (above40 ? 5 : 4)) : (above37 ? (above39 ? 1 : 0) : (above56 ? 4 : 2)));
    static const int leaf18[6][1] = {{-8}, {-5}, {-4}, {-1}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf18 complete dim=0
    const unsigned reached19 = (above11 ? (above58 ? (above59 ? 4 : 3) : (above43 ? 5 : 6)) : (above43 ? (above13 ? 0 : 1) : (above38 ? 5 : 2)));
    static const int leaf19[7][1] = {{-8}, {-6}, {-4}, {-3}, {3}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf19 complete dim=0
    const unsigned reached20 = (above22 ? (above61 ? 0 : (above62 ? 1 : 0)) : (above60 ? 3 : (above52 ? 0 : 2)));
    static const int leaf20[4][1] = {{-8}, {-2}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf20 complete dim=0
    const unsigned reached21 = (above22 ? (above64 ? 0 : (above37 ? 1 : 0)) : (above63 ? (above23 ? 1 : 3) : (above21 ? 0 : 2)));
    static const int leaf21[4][1] = {{-8}, {-2}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf21 complete dim=0
    const unsigned reached22 = (above65 ? (above32 ? 2 : 3) : (above66 ? (above35 ? 0 : 3) : (above67 ? 1 : 0)));
    static const int leaf22[4][1] = {{-8}, {-6}, {-2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf22 complete dim=0
    const unsigned reached23 = (above51 ? (above53 ? 1 : 4) : (above30 ? (above53 ? 2 : 4) : (above52 ? 0 : 3)));
    static const int leaf23[5][1] = {{-8}, {-4}, {-3}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf23 complete dim=0
    const unsigned reached24 = (above68 ? (above4 ? 4 : (above41 ? 4 : 3)) : (above7 ? (above69 ? 1 : 2) : 0));
    static const int leaf24[5][1] = {{-8}, {-6}, {0}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf24 complete dim=0
    const unsigned reached25 = (above11 ? (above70 ? (above72 ? 2 : 5) : (above71 ? 4 : 3)) : (above37 ? (above50 ? 1 : 0) : (above7 ? 3 : 1)));
    static const int leaf25[6][1] = {{-8}, {-7}, {-1}, {0}, {4}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf25 complete dim=0
    const unsigned reached26 = (above7 ? (above28 ? 0 : (above41 ? 0 : 3)) : (above37 ? (above39 ? 1 : 0) : (above33 ? 4 : 2)));
    static const int leaf26[5][1] = {{-8}, {-6}, {-4}, {2}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf26 complete dim=0
    const unsigned reached27 = (above11 ? (above73 ? (above75 ? 5 : 2) : (above74 ? 4 : 7)) : (above6 ? (above13 ? 0 : 1) : (above21 ? 3 : 6)));
    static const int leaf27[8][1] = {{-8}, {-6}, {-5}, {-4}, {-3}, {3}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf27 complete dim=0
    const unsigned reached28 = (above19 ? (above7 ? (above22 ? 0 : 1) : 2) : (above60 ? 4 : (above52 ? 0 : 3)));
    static const int leaf28[5][1] = {{-8}, {-7}, {1}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf28 complete dim=0
    const unsigned reached29 = (above76 ? (above75 ? (above22 ? 0 : 2) : 4) : (above52 ? (above54 ? 1 : 0) : (above38 ? 1 : 3)));
    static const int leaf29[5][1] = {{-8}, {-6}, {3}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf29 complete dim=0
    const unsigned reached30 = (above65 ? (above75 ? 1 : 2) : (above66 ? (above32 ? 1 : 2) : 0));
    static const int leaf30[3][1] = {{-8}, {-3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf30 complete dim=0
    const unsigned reached31 = (above51 ? (above32 ? 2 : 4) : (above30 ? (above53 ? 1 : 4) : (above52 ? 0 : 3)));
    static const int leaf31[5][1] = {{-8}, {-3}, {-2}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf31 complete dim=0
    const unsigned reached32 = (above1 ? (above15 ? 5 : (above41 ? 5 : 4)) : (above2 ? (above77 ? 0 : 1) : (above7 ? 3 : 2)));
    static const int leaf32[6][1] = {{-8}, {-7}, {-6}, {1}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf32 complete dim=0
    const unsigned reached33 = (above11 ? (above78 ? (above79 ? 6 : 2) : (above36 ? 3 : 5)) : (above37 ? (above50 ? 1 : 0) : (above7 ? 4 : 1)));
    static const int leaf33[7][1] = {{-8}, {-6}, {-5}, {-4}, {0}, {1}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf33 complete dim=0
    const unsigned reached34 = (above1 ? (above82 ? (above15 ? 1 : 3) : (above83 ? 5 : 4)) : (above80 ? (above21 ? 0 : 2) : (above81 ? 4 : 1)));
    static const int leaf34[6][1] = {{-8}, {-6}, {-2}, {0}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf34 complete dim=0
    const unsigned reached35 = (above7 ? (above84 ? (above75 ? 4 : 1) : (above85 ? 2 : 5)) : (above13 ? (above43 ? 0 : 1) : (above84 ? 1 : 3)));
    static const int leaf35[6][1] = {{-8}, {-7}, {-6}, {-2}, {0}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf35 complete dim=0
    const unsigned reached36 = (above22 ? (above61 ? 0 : (above62 ? 1 : 0)) : (above39 ? (above56 ? 3 : 4) : (above52 ? 0 : 2)));
    static const int leaf36[5][1] = {{-8}, {-1}, {1}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf36 complete dim=0
    const unsigned reached37 = (above76 ? (above23 ? (above86 ? 0 : 2) : 4) : (above52 ? (above54 ? 1 : 0) : (above38 ? 1 : 3)));
    static const int leaf37[5][1] = {{-8}, {-5}, {-4}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf37 complete dim=0
    const unsigned reached38 = (above54 ? (above65 ? (above1 ? 1 : 2) : (above87 ? 2 : 0)) : (above65 ? 2 : (above28 ? 2 : 0)));
    static const int leaf38[3][1] = {{-8}, {-3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf38 complete dim=0
    const unsigned reached39 = (above12 ? (above32 ? (above91 ? 1 : 0) : (above90 ? 2 : 4)) : (above88 ? 5 : (above89 ? 5 : 3)));
    static const int leaf39[6][1] = {{-8}, {-7}, {-6}, {-5}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf39 complete dim=0
    const unsigned reached40 = (above34 ? (above36 ? 6 : (above92 ? 5 : 3)) : (above7 ? (above80 ? 2 : 4) : (above37 ? 0 : 1)));
    static const int leaf40[7][1] = {{-8}, {-6}, {-5}, {0}, {1}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf40 complete dim=0
    const unsigned reached41 = (above7 ? (above75 ? (above96 ? 2 : 5) : (above95 ? 3 : 5)) : (above13 ? (above94 ? 1 : 0) : (above93 ? 4 : 2)));
    static const int leaf41[6][1] = {{-8}, {-7}, {-6}, {-5}, {1}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf41 complete dim=0
    const unsigned reached42 = (above56 ? (above28 ? 0 : (above41 ? 0 : 3)) : (above21 ? (above20 ? 1 : 0) : (above97 ? 4 : 2)));
    static const int leaf42[5][1] = {{-8}, {-7}, {-2}, {2}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf42 complete dim=0
    const unsigned reached43 = (above7 ? (above98 ? (above99 ? 3 : 0) : (above41 ? 0 : 4)) : (above13 ? (above43 ? 0 : 1) : (above16 ? 2 : 4)));
    static const int leaf43[5][1] = {{-8}, {-5}, {-4}, {0}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf43 complete dim=0
    const unsigned reached44 = (above19 ? (above61 ? 0 : (above7 ? 1 : 3)) : (above38 ? (above56 ? 4 : 5) : (above21 ? 0 : 2)));
    static const int leaf44[6][1] = {{-8}, {-6}, {-1}, {1}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf44 complete dim=0
    const unsigned reached45 = (above90 ? (above75 ? (above64 ? 0 : 3) : (above56 ? 5 : 6)) : (above52 ? (above30 ? 1 : 0) : (above100 ? 4 : 2)));
    static const int leaf45[7][1] = {{-8}, {-2}, {-1}, {0}, {3}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf45 complete dim=0
    const unsigned reached46 = (above54 ? (above65 ? (above32 ? 1 : 2) : (above27 ? 2 : 0)) : (above65 ? 2 : (above101 ? 2 : 0)));
    static const int leaf46[3][1] = {{-8}, {-1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf46 complete dim=0
    const unsigned reached47 = (above39 ? (above54 ? (above12 ? 0 : 2) : (above103 ? 1 : 3)) : (above33 ? 0 : (above102 ? 0 : 4)));
    static const int leaf47[5][1] = {{-8}, {-7}, {-6}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf47 complete dim=0
    const unsigned reached48 = (above7 ? (above105 ? (above92 ? 5 : 4) : (above28 ? 5 : 3)) : (above37 ? (above50 ? 1 : 0) : (above104 ? 1 : 2)));
    static const int leaf48[6][1] = {{-8}, {-7}, {-2}, {-1}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf48 complete dim=0
    const unsigned reached49 = (above7 ? (above56 ? (above107 ? 5 : 4) : (above13 ? 0 : 4)) : (above13 ? (above94 ? 2 : 0) : (above106 ? 1 : 3)));
    static const int leaf49[6][1] = {{-8}, {-6}, {-5}, {-1}, {0}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf49 complete dim=0
    const unsigned reached50 = (above108 ? (above40 ? (above5 ? 3 : 4) : (above110 ? 3 : 2)) : (above21 ? (above90 ? 2 : 0) : (above109 ? 1 : 3)));
    static const int leaf50[5][1] = {{-8}, {-5}, {-4}, {0}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf50 complete dim=0
    const unsigned reached51 = (above1 ? (above67 ? (above66 ? 0 : 1) : (above41 ? 0 : 5)) : (above37 ? (above111 ? 0 : 2) : (above2 ? 3 : 4)));
    static const int leaf51[6][1] = {{-8}, {-7}, {-6}, {-4}, {2}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf51 complete dim=0
    const unsigned reached52 = (above22 ? (above61 ? 0 : (above112 ? 3 : 0)) : (above78 ? (above19 ? 2 : 5) : (above38 ? 4 : 1)));
    static const int leaf52[6][1] = {{-8}, {-4}, {-2}, {0}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf52 complete dim=0
    const unsigned reached53 = (above22 ? (above64 ? (above113 ? 0 : 1) : 2) : (above90 ? (above56 ? 4 : 5) : (above52 ? 1 : 3)));
    static const int leaf53[6][1] = {{-8}, {-7}, {-3}, {0}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf53 complete dim=0
    const unsigned reached54 = (above54 ? (above102 ? (above90 ? 1 : 3) : (above101 ? 2 : 0)) : (above101 ? 3 : (above65 ? 3 : 0)));
    static const int leaf54[4][1] = {{-8}, {-3}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf54 complete dim=0
    const unsigned reached55 = (above12 ? (above30 ? 1 : (above114 ? 1 : 0)) : (above28 ? 0 : (above33 ? 0 : 2)));
    static const int leaf55[3][1] = {{-8}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf55 complete dim=0
    const unsigned reached56 = (above115 ? (above10 ? (above117 ? 6 : 5) : (above41 ? 6 : 3)) : (above7 ? (above116 ? 4 : 2) : (above37 ? 0 : 1)));
    static const int leaf56[7][1] = {{-8}, {-5}, {-3}, {1}, {2}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf56 complete dim=0
    const unsigned reached57 = (above44 ? (above39 ? (above72 ? 2 : 4) : (above21 ? 2 : 4)) : (above13 ? (above50 ? 1 : 0) : (above54 ? 3 : 1)));
    static const int leaf57[5][1] = {{-8}, {-5}, {-3}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf57 complete dim=0
    const unsigned reached58 = (above38 ? (above118 ? (above119 ? 3 : 2) : (above110 ? 4 : 2)) : (above77 ? (above1 ? 2 : 0) : (above25 ? 3 : 1)));
    static const int leaf58[5][1] = {{-8}, {-2}, {-1}, {2}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf58 complete dim=0
    const unsigned reached59 = (above7 ? (above121 ? (above122 ? 5 : 3) : (above74 ? 2 : 6)) : (above13 ? (above50 ? 2 : 0) : (above120 ? 1 : 4)));
    static const int leaf59[7][1] = {{-8}, {-6}, {-5}, {-2}, {-1}, {1}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf59 complete dim=0
    const unsigned reached60 = (above34 ? (above22 ? (above61 ? 0 : 1) : (above125 ? 4 : 2)) : (above78 ? (above124 ? 4 : 5) : (above123 ? 1 : 3)));
    static const int leaf60[6][1] = {{-8}, {-6}, {-5}, {1}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf60 complete dim=0
    const unsigned reached61 = (above126 ? (above113 ? (above127 ? 1 : 0) : (above23 ? 3 : 6)) : (above104 ? (above50 ? 0 : 5) : (above125 ? 4 : 2)));
    static const int leaf61[7][1] = {{-8}, {-7}, {-6}, {-2}, {0}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf61 complete dim=0
    const unsigned reached62 = (above39 ? (above65 ? 3 : (above28 ? 2 : 0)) : (above76 ? (above129 ? 1 : 0) : (above128 ? 0 : 4)));
    static const int leaf62[5][1] = {{-8}, {-6}, {-4}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf62 complete dim=0
    const unsigned reached63 = (above130 ? (above53 ? 1 : 4) : (above89 ? (above53 ? 2 : 4) : (above106 ? 3 : 0)));
    static const int leaf63[5][1] = {{-8}, {-7}, {-5}, {0}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf63 complete dim=0
    const unsigned reached64 = (above131 ? (above98 ? (above36 ? 7 : 6) : (above78 ? 3 : 5)) : (above13 ? (above69 ? 0 : 1) : (above80 ? 2 : 4)));
    static const int leaf64[8][1] = {{-8}, {-6}, {-5}, {-2}, {0}, {1}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf64 complete dim=0
    const unsigned reached65 = (above56 ? (above119 ? (above133 ? 4 : 5) : (above132 ? 1 : 4)) : (above52 ? (above108 ? 2 : 0) : (above54 ? 6 : 3)));
    static const int leaf65[7][1] = {{-8}, {-7}, {-6}, {-3}, {0}, {3}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf65 complete dim=0
    const unsigned reached66 = (above28 ? 0 : (above41 ? (above93 ? 1 : 0) : (above114 ? 2 : 3)));
    static const int leaf66[4][1] = {{-8}, {-7}, {-6}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf66 complete dim=0
    const unsigned reached67 = (above131 ? (above28 ? 0 : (above41 ? 0 : 2)) : (above52 ? (above56 ? 1 : 0) : (above111 ? 1 : 3)));
    static const int leaf67[4][1] = {{-8}, {-2}, {1}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf67 complete dim=0
    const unsigned reached68 = (above2 ? (above19 ? (above135 ? 1 : 4) : (above38 ? 5 : 3)) : (above134 ? 0 : (above60 ? 3 : 2)));
    static const int leaf68[6][1] = {{-8}, {-7}, {-6}, {-2}, {1}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf68 complete dim=0
    const unsigned reached69 = (above61 ? (above113 ? 0 : 1) : (above62 ? (above23 ? 2 : 4) : (above110 ? 3 : 2)));
    static const int leaf69[5][1] = {{-8}, {-5}, {-3}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf69 complete dim=0
    const unsigned reached70 = (above136 ? (above26 ? 2 : (above101 ? 1 : 0)) : (above102 ? 3 : (above28 ? 3 : 0)));
    static const int leaf70[4][1] = {{-8}, {-3}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf70 complete dim=0
    const unsigned reached71 = (above32 ? (above94 ? 0 : (above53 ? 0 : 2)) : (above88 ? (above138 ? 3 : 4) : (above137 ? 4 : 1)));
    static const int leaf71[5][1] = {{-8}, {-3}, {-2}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf71 complete dim=0
    const unsigned reached72 = (above139 ? (above15 ? (above98 ? 5 : 3) : (above67 ? 5 : 2)) : (above138 ? (above21 ? 1 : 4) : (above2 ? 0 : 1)));
    static const int leaf72[6][1] = {{-7}, {-2}, {0}, {4}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf72 complete dim=0
    const unsigned reached73 = (above56 ? (above140 ? (above1 ? 4 : 2) : (above26 ? 1 : 3)) : (above21 ? (above20 ? 1 : 0) : (above120 ? 2 : 4)));
    static const int leaf73[5][1] = {{-8}, {-6}, {-4}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf73 complete dim=0
    const unsigned reached74 = (above108 ? (above67 ? 1 : (above83 ? 4 : 3)) : (above77 ? (above56 ? 2 : 0) : (above52 ? 2 : 3)));
    static const int leaf74[5][1] = {{-8}, {-7}, {-3}, {0}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf74 complete dim=0
    const unsigned reached75 = (above1 ? (above5 ? (above99 ? 4 : 2) : (above134 ? 5 : 3)) : (above141 ? (above111 ? 0 : 1) : (above106 ? 1 : 3)));
    static const int leaf75[6][1] = {{-8}, {-5}, {-4}, {0}, {2}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf75 complete dim=0
    const unsigned reached76 = (above22 ? (above61 ? (above113 ? 0 : 1) : (above3 ? 4 : 2)) : (above125 ? (above110 ? 6 : 7) : (above110 ? 3 : 5)));
    static const int leaf76[8][1] = {{-8}, {-7}, {-6}, {-4}, {0}, {1}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf76 complete dim=0
    const unsigned reached77 = (above22 ? (above127 ? 3 : (above113 ? 0 : 1)) : (above142 ? (above19 ? 6 : 5) : (above136 ? 4 : 2)));
    static const int leaf77[7][1] = {{-8}, {-5}, {-3}, {0}, {2}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf77 complete dim=0
    const unsigned reached78 = (above54 ? (above102 ? (above32 ? 1 : 4) : (above101 ? 2 : 0)) : (above21 ? (above26 ? 4 : 3) : 0));
    static const int leaf78[5][1] = {{-8}, {-3}, {0}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf78 complete dim=0
    const unsigned reached79 = (above53 ? (above33 ? 0 : 1) : (above132 ? 3 : (above130 ? 3 : 2)));
    static const int leaf79[4][1] = {{-8}, {-5}, {-2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf79 complete dim=0
    const unsigned reached80 = (above131 ? (above102 ? (above35 ? 6 : 5) : (above42 ? 4 : 2)) : (above111 ? (above13 ? 0 : 1) : (above44 ? 3 : 1)));
    static const int leaf80[7][1] = {{-8}, {-5}, {-1}, {1}, {2}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf80 complete dim=0
    const unsigned reached81 = (above81 ? (above56 ? (above67 ? 5 : 3) : (above52 ? 1 : 4)) : (above52 ? 0 : 2));
    static const int leaf81[6][1] = {{-8}, {-5}, {-2}, {0}, {1}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf81 complete dim=0
    const unsigned reached82 = (above81 ? (above101 ? 0 : (above41 ? 1 : 3)) : (above77 ? 0 : (above69 ? 2 : 3)));
    static const int leaf82[4][1] = {{-8}, {-7}, {-3}, {0}};
    #pragma HLS ARRAY_PARTITION variable=leaf82 complete dim=0
    const unsigned reached83 = (above101 ? 0 : (above102 ? 0 : (above111 ? 1 : 2)));
    static const int leaf83[3][1] = {{-8}, {-1}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf83 complete dim=0
    const unsigned reached84 = (above61 ? (above59 ? 0 : 1) : (above143 ? (above124 ? 3 : 4) : (above144 ? 3 : 2)));
    static const int leaf84[5][1] = {{-8}, {-7}, {-2}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf84 complete dim=0
    const unsigned reached85 = (above86 ? (above145 ? 0 : 2) : (above100 ? (above119 ? 1 : 4) : (above41 ? 0 : 3)));
    static const int leaf85[5][1] = {{-8}, {-7}, {-6}, {-1}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf85 complete dim=0
    const unsigned reached86 = (above94 ? (above38 ? 0 : 1) : (above102 ? (above7 ? 2 : 3) : (above28 ? 3 : 0)));
    static const int leaf86[4][1] = {{-8}, {-5}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf86 complete dim=0
    const unsigned reached87 = (above32 ? (above94 ? (above135 ? 0 : 1) : (above77 ? 2 : 1)) : (above33 ? 0 : (above146 ? 4 : 3)));
    static const int leaf87[5][1] = {{-8}, {-7}, {-1}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf87 complete dim=0
    const unsigned reached88 = (above147 ? (above148 ? (above98 ? 4 : 2) : (above145 ? 6 : 3)) : (above81 ? (above67 ? 5 : 2) : (above37 ? 0 : 1)));
    static const int leaf88[7][1] = {{-8}, {-3}, {-1}, {2}, {4}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf88 complete dim=0
    const unsigned reached89 = (above108 ? (above107 ? (above150 ? 4 : 6) : (above149 ? 3 : 5)) : (above141 ? (above131 ? 1 : 0) : (above93 ? 4 : 2)));
    static const int leaf89[7][1] = {{-8}, {-4}, {-3}, {0}, {1}, {2}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf89 complete dim=0
    const unsigned reached90 = (above119 ? (above152 ? (above98 ? 2 : 4) : (above153 ? 6 : 7)) : (above151 ? (above1 ? 3 : 0) : (above150 ? 1 : 5)));
    static const int leaf90[8][1] = {{-4}, {-3}, {-2}, {0}, {1}, {2}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf90 complete dim=0
    const unsigned reached91 = (above148 ? (above156 ? (above99 ? 5 : 2) : (above4 ? 3 : 6)) : (above129 ? (above155 ? 4 : 1) : (above154 ? 0 : 4)));
    static const int leaf91[7][1] = {{-7}, {-5}, {-3}, {-1}, {0}, {4}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf91 complete dim=0
    const unsigned reached92 = (above22 ? (above86 ? 0 : (above112 ? 3 : 1)) : (above135 ? (above19 ? 2 : 4) : (above137 ? 0 : 3)));
    static const int leaf92[5][1] = {{-8}, {-6}, {-5}, {0}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf92 complete dim=0
    const unsigned reached93 = (above128 ? 0 : (above35 ? (above127 ? 3 : 1) : (above135 ? 4 : 2)));
    static const int leaf93[5][1] = {{-8}, {-6}, {-1}, {2}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf93 complete dim=0
    const unsigned reached94 = (above50 ? (above103 ? 0 : (above35 ? 0 : 2)) : (above157 ? 3 : (above101 ? 3 : 1)));
    static const int leaf94[4][1] = {{-8}, {-7}, {-4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf94 complete dim=0
    const unsigned reached95 = (above53 ? (above123 ? (above153 ? 0 : 2) : 0) : (above29 ? (above136 ? 3 : 4) : (above89 ? 4 : 1)));
    static const int leaf95[5][1] = {{-8}, {-2}, {1}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf95 complete dim=0
    const unsigned reached96 = (above116 ? (above148 ? (above5 ? 5 : 1) : (above104 ? 6 : 4)) : (above3 ? (above146 ? 7 : 3) : (above158 ? 2 : 0)));
    static const int leaf96[8][1] = {{-6}, {-3}, {-1}, {0}, {1}, {2}, {5}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf96 complete dim=0
    const unsigned reached97 = (above81 ? (above140 ? (above160 ? 4 : 3) : (above159 ? 1 : 3)) : (above52 ? 0 : 2));
    static const int leaf97[5][1] = {{-8}, {-5}, {-2}, {0}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf97 complete dim=0
    const unsigned reached98 = (above128 ? (above12 ? (above126 ? 2 : 4) : 1) : (above146 ? (above161 ? 3 : 0) : (above28 ? 1 : 5)));
    static const int leaf98[6][1] = {{-8}, {-7}, {-4}, {-3}, {-1}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf98 complete dim=0
    const unsigned reached99 = (above56 ? (above67 ? 1 : (above102 ? 0 : 4)) : (above52 ? (above13 ? 0 : 2) : (above95 ? 3 : 5)));
    static const int leaf99[6][1] = {{-8}, {-7}, {-5}, {-3}, {1}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf99 complete dim=0
    const unsigned reached100 = (above35 ? (above127 ? 4 : (above75 ? 0 : 2)) : (above135 ? (above23 ? 5 : 4) : (above16 ? 3 : 1)));
    static const int leaf100[6][1] = {{-8}, {-6}, {-3}, {0}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf100 complete dim=0
    const unsigned reached101 = (above30 ? 3 : (above128 ? 0 : (above38 ? 1 : 2)));
    static const int leaf101[4][1] = {{-8}, {-2}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf101 complete dim=0
    const unsigned reached102 = (above136 ? (above38 ? (above112 ? 1 : 0) : 3) : (above76 ? 1 : (above21 ? 4 : 2)));
    static const int leaf102[5][1] = {{-8}, {-7}, {-6}, {-3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf102 complete dim=0
    const unsigned reached103 = (above32 ? (above94 ? (above135 ? 0 : 1) : (above77 ? 2 : 1)) : (above88 ? (above136 ? 3 : 4) : (above137 ? 4 : 2)));
    static const int leaf103[5][1] = {{-8}, {-6}, {-1}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf103 complete dim=0
    const unsigned reached104 = (above111 ? (above22 ? (above162 ? 1 : 4) : (above70 ? 3 : 0)) : (above39 ? (above14 ? 4 : 1) : (above131 ? 5 : 2)));
    static const int leaf104[6][1] = {{-6}, {-1}, {0}, {1}, {2}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf104 complete dim=0
    const unsigned reached105 = (above39 ? (above163 ? (above160 ? 3 : 2) : (above36 ? 5 : 3)) : (above137 ? 0 : (above118 ? 4 : 1)));
    static const int leaf105[6][1] = {{-7}, {-2}, {-1}, {1}, {2}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf105 complete dim=0
    const unsigned reached106 = (above102 ? 0 : (above40 ? (above164 ? 2 : 3) : (above113 ? 1 : 2)));
    static const int leaf106[4][1] = {{-7}, {-2}, {0}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf106 complete dim=0
    const unsigned reached107 = (above122 ? (above165 ? (above127 ? 1 : 0) : (above166 ? 5 : 3)) : (above141 ? (above1 ? 1 : 0) : (above53 ? 4 : 2)));
    static const int leaf107[6][1] = {{-7}, {-2}, {-1}, {1}, {2}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf107 complete dim=0
    const unsigned reached108 = (above130 ? 3 : (above28 ? 0 : (above108 ? 2 : 1)));
    static const int leaf108[4][1] = {{-8}, {-3}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf108 complete dim=0
    const unsigned reached109 = (above30 ? 3 : (above41 ? 0 : (above110 ? 2 : 1)));
    static const int leaf109[4][1] = {{-8}, {-2}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf109 complete dim=0
    const unsigned reached110 = (above60 ? (above103 ? 0 : 1) : (above33 ? 0 : (above145 ? 2 : 3)));
    static const int leaf110[4][1] = {{-8}, {-6}, {-3}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf110 complete dim=0
    const unsigned reached111 = (above53 ? (above123 ? (above70 ? 0 : 2) : 0) : (above38 ? (above12 ? 1 : 3) : (above95 ? 4 : 3)));
    static const int leaf111[5][1] = {{-8}, {-7}, {-1}, {0}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf111 complete dim=0
    const unsigned reached112 = (above98 ? (above167 ? (above155 ? 5 : 7) : (above119 ? 4 : 0)) : (above140 ? (above5 ? 2 : 1) : (above102 ? 6 : 3)));
    static const int leaf112[8][1] = {{-5}, {-3}, {-1}, {0}, {1}, {2}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf112 complete dim=0
    const unsigned reached113 = (above140 ? (above1 ? (above72 ? 3 : 4) : 1) : (above149 ? (above7 ? 3 : 0) : (above150 ? 2 : 4)));
    static const int leaf113[5][1] = {{-4}, {-3}, {-2}, {-1}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf113 complete dim=0
    const unsigned reached114 = (above81 ? (above168 ? (above7 ? 3 : 1) : (above5 ? 2 : 4)) : (above77 ? 0 : (above93 ? 1 : 2)));
    static const int leaf114[5][1] = {{-8}, {-4}, {-1}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf114 complete dim=0
    const unsigned reached115 = (above169 ? (above99 ? 4 : (above35 ? 3 : 1)) : (above28 ? 0 : (above51 ? 2 : 4)));
    static const int leaf115[5][1] = {{-7}, {-6}, {-5}, {-3}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf115 complete dim=0
    const unsigned reached116 = (above110 ? (above23 ? (above86 ? 0 : 4) : (above32 ? 1 : 3)) : (above130 ? 6 : (above56 ? 2 : 5)));
    static const int leaf116[7][1] = {{-8}, {-7}, {-4}, {-1}, {1}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf116 complete dim=0
    const unsigned reached117 = (above6 ? (above61 ? 0 : (above62 ? 5 : 3)) : (above7 ? (above168 ? 2 : 1) : (above145 ? 4 : 2)));
    static const int leaf117[6][1] = {{-8}, {-6}, {-3}, {0}, {4}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf117 complete dim=0
    const unsigned reached118 = (above170 ? 3 : (above27 ? (above54 ? 1 : 3) : (above102 ? 2 : 0)));
    static const int leaf118[4][1] = {{-8}, {1}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf118 complete dim=0
    const unsigned reached119 = (above53 ? (above123 ? 1 : 0) : (above132 ? (above44 ? 3 : 4) : (above88 ? 4 : 2)));
    static const int leaf119[5][1] = {{-8}, {-5}, {-1}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf119 complete dim=0
    const unsigned reached120 = (above10 ? (above117 ? (above85 ? 4 : 5) : 0) : (above128 ? (above93 ? 2 : 5) : (above146 ? 3 : 1)));
    static const int leaf120[6][1] = {{-1}, {0}, {1}, {3}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf120 complete dim=0
    const unsigned reached121 = (above70 ? (above172 ? (above173 ? 4 : 2) : (above133 ? 1 : 5)) : (above12 ? (above171 ? 2 : 3) : (above22 ? 4 : 0)));
    static const int leaf121[6][1] = {{-3}, {-1}, {0}, {1}, {3}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf121 complete dim=0
    const unsigned reached122 = (above104 ? (above1 ? (above100 ? 4 : 3) : (above84 ? 1 : 4)) : (above81 ? (above57 ? 2 : 4) : (above74 ? 0 : 2)));
    static const int leaf122[5][1] = {{-6}, {-4}, {-2}, {-1}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf122 complete dim=0
    const unsigned reached123 = (above166 ? (above175 ? (above160 ? 3 : 4) : 1) : (above174 ? (above152 ? 2 : 0) : (above122 ? 3 : 2)));
    static const int leaf123[5][1] = {{-3}, {-2}, {-1}, {2}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf123 complete dim=0
    const unsigned reached124 = (above176 ? (above113 ? 0 : (above62 ? 4 : 3)) : (above110 ? (above24 ? 3 : 2) : (above23 ? 1 : 3)));
    static const int leaf124[5][1] = {{-7}, {-4}, {-3}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf124 complete dim=0
    const unsigned reached125 = (above59 ? 0 : (above89 ? 3 : (above177 ? 2 : 1)));
    static const int leaf125[4][1] = {{-8}, {-1}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf125 complete dim=0
    const unsigned reached126 = (above178 ? 3 : (above28 ? (above38 ? 1 : 3) : (above102 ? 2 : 0)));
    static const int leaf126[4][1] = {{-8}, {-2}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf126 complete dim=0
    const unsigned reached127 = (above54 ? (above179 ? 3 : (above180 ? 2 : 0)) : (above88 ? 4 : (above120 ? 3 : 1)));
    static const int leaf127[5][1] = {{-5}, {-1}, {3}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf127 complete dim=0
    const unsigned reached128 = (above102 ? (above23 ? 2 : 3) : (above101 ? (above181 ? 1 : 3) : (above59 ? 2 : 0)));
    static const int leaf128[4][1] = {{-1}, {0}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf128 complete dim=0
    const unsigned reached129 = (above4 ? (above163 ? (above172 ? 0 : 3) : 5) : (above41 ? (above25 ? 4 : 1) : 2));
    static const int leaf129[6][1] = {{-2}, {-1}, {0}, {3}, {4}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf129 complete dim=0
    const unsigned reached130 = (above156 ? (above152 ? (above177 ? 2 : 1) : (above75 ? 4 : 0)) : (above113 ? (above174 ? 2 : 1) : (above153 ? 3 : 2)));
    static const int leaf130[5][1] = {{-3}, {-2}, {0}, {2}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf130 complete dim=0
    const unsigned reached131 = (above41 ? 0 : (above121 ? (above35 ? 3 : 1) : (above145 ? 2 : 4)));
    static const int leaf131[5][1] = {{-6}, {-2}, {-1}, {0}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf131 complete dim=0
    const unsigned reached132 = (above130 ? 3 : (above137 ? 0 : (above35 ? 1 : 2)));
    static const int leaf132[4][1] = {{-8}, {-4}, {0}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf132 complete dim=0
    const unsigned reached133 = (above16 ? (above86 ? 1 : (above62 ? 5 : 4)) : (above19 ? (above25 ? 2 : 0) : 3));
    static const int leaf133[6][1] = {{-8}, {-6}, {-3}, {-1}, {0}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf133 complete dim=0
    const unsigned reached134 = (above53 ? 0 : (above12 ? (above38 ? 1 : 2) : (above102 ? 4 : 3)));
    static const int leaf134[5][1] = {{-7}, {-6}, {0}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf134 complete dim=0
    const unsigned reached135 = (above33 ? 0 : (above132 ? (above54 ? 2 : 3) : (above179 ? 3 : 1)));
    static const int leaf135[4][1] = {{-7}, {-1}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf135 complete dim=0
    const unsigned reached136 = (above76 ? (above92 ? (above143 ? 3 : 5) : (above162 ? 1 : 2)) : (above32 ? (above73 ? 4 : 3) : (above123 ? 0 : 3)));
    static const int leaf136[6][1] = {{-6}, {-2}, {-1}, {0}, {3}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf136 complete dim=0
    const unsigned reached137 = (above119 ? (above182 ? (above168 ? 2 : 4) : (above49 ? 2 : 1)) : (above146 ? (above109 ? 0 : 1) : (above125 ? 3 : 2)));
    static const int leaf137[5][1] = {{-5}, {-1}, {0}, {1}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf137 complete dim=0
    const unsigned reached138 = (above29 ? 0 : (above67 ? 0 : (above156 ? 2 : 1)));
    static const int leaf138[3][1] = {{-4}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf138 complete dim=0
    const unsigned reached139 = (above133 ? (above177 ? (above164 ? 4 : 1) : (above153 ? 5 : 6)) : (above183 ? (above35 ? 2 : 0) : (above112 ? 2 : 3)));
    static const int leaf139[7][1] = {{-6}, {-3}, {-1}, {1}, {2}, {4}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf139 complete dim=0
    const unsigned reached140 = (above109 ? (above119 ? 0 : (above62 ? 5 : 3)) : (above182 ? (above139 ? 2 : 4) : (above135 ? 3 : 1)));
    static const int leaf140[6][1] = {{-6}, {-2}, {-1}, {2}, {5}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf140 complete dim=0
    const unsigned reached141 = (above35 ? (above127 ? 4 : (above113 ? 0 : 1)) : (above135 ? (above19 ? 5 : 2) : (above38 ? 1 : 3)));
    static const int leaf141[6][1] = {{-8}, {-3}, {-1}, {0}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf141 complete dim=0
    const unsigned reached142 = (above178 ? 3 : (above28 ? (above54 ? 1 : 3) : (above102 ? 2 : 0)));
    static const int leaf142[4][1] = {{-8}, {0}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf142 complete dim=0
    const unsigned reached143 = (above35 ? 0 : (above149 ? (above138 ? 2 : 4) : (above12 ? 1 : 3)));
    static const int leaf143[5][1] = {{-7}, {-6}, {-4}, {-1}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf143 complete dim=0
    const unsigned reached144 = (above165 ? (above57 ? (above182 ? 4 : 6) : (above155 ? 0 : 3)) : (above48 ? (above71 ? 2 : 1) : (above59 ? 5 : 2)));
    static const int leaf144[7][1] = {{-3}, {-1}, {0}, {2}, {3}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf144 complete dim=0
    const unsigned reached145 = (above67 ? (above150 ? (above46 ? 2 : 0) : 4) : (above183 ? (above175 ? 1 : 2) : (above173 ? 3 : 1)));
    static const int leaf145[5][1] = {{-2}, {0}, {2}, {3}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf145 complete dim=0
    const unsigned reached146 = (above168 ? (above83 ? (above184 ? 3 : 5) : (above125 ? 1 : 3)) : (above81 ? (above128 ? 1 : 4) : (above17 ? 0 : 2)));
    static const int leaf146[6][1] = {{-4}, {-2}, {-1}, {0}, {1}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf146 complete dim=0
    const unsigned reached147 = (above53 ? (above15 ? 1 : (above120 ? 2 : 4)) : (above6 ? (above113 ? 2 : 1) : (above154 ? 0 : 3)));
    static const int leaf147[5][1] = {{-7}, {-4}, {-1}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf147 complete dim=0
    const unsigned reached148 = (above134 ? (above182 ? 4 : (above135 ? 1 : 0)) : (above130 ? 5 : (above108 ? 3 : 2)));
    static const int leaf148[6][1] = {{-8}, {-4}, {-2}, {1}, {2}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf148 complete dim=0
    const unsigned reached149 = (above119 ? 0 : (above62 ? (above23 ? 2 : 4) : (above35 ? 1 : 3)));
    static const int leaf149[5][1] = {{-6}, {-4}, {-3}, {0}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf149 complete dim=0
    const unsigned reached150 = (above35 ? 0 : (above170 ? 2 : (above87 ? 2 : 1)));
    static const int leaf150[3][1] = {{-7}, {-3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf150 complete dim=0
    const unsigned reached151 = (above35 ? 0 : (above180 ? 2 : (above179 ? 2 : 1)));
    static const int leaf151[3][1] = {{-6}, {0}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf151 complete dim=0
    const unsigned reached152 = (above80 ? (above22 ? (above185 ? 1 : 2) : (above70 ? 2 : 0)) : (above137 ? 4 : (above128 ? 3 : 2)));
    static const int leaf152[5][1] = {{-3}, {-1}, {1}, {5}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf152 complete dim=0
    const unsigned reached153 = (above83 ? (above33 ? (above62 ? 1 : 3) : 4) : (above0 ? (above78 ? 1 : 0) : (above34 ? 2 : 1)));
    static const int leaf153[5][1] = {{-1}, {0}, {1}, {3}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf153 complete dim=0
    const unsigned reached154 = (above20 ? (above135 ? (above1 ? 2 : 0) : (above3 ? 2 : 3)) : (above18 ? (above174 ? 1 : 0) : (above7 ? 2 : 1)));
    static const int leaf154[4][1] = {{-4}, {-1}, {0}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf154 complete dim=0
    const unsigned reached155 = (above134 ? (above160 ? (above166 ? 4 : 1) : (above147 ? 3 : 5)) : (above91 ? 0 : (above19 ? 3 : 2)));
    static const int leaf155[6][1] = {{-6}, {-3}, {-1}, {0}, {1}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf155 complete dim=0
    const unsigned reached156 = (above110 ? (above23 ? (above97 ? 1 : 5) : (above32 ? 0 : 3)) : (above130 ? 6 : (above56 ? 2 : 4)));
    static const int leaf156[7][1] = {{-6}, {-3}, {-2}, {-1}, {1}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf156 complete dim=0
    const unsigned reached157 = (above30 ? 4 : (above70 ? (above100 ? 1 : 0) : (above12 ? 3 : 2)));
    static const int leaf157[5][1] = {{-7}, {-2}, {-1}, {1}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf157 complete dim=0
    const unsigned reached158 = (above33 ? 0 : (above38 ? 1 : (above129 ? 3 : 2)));
    static const int leaf158[4][1] = {{-7}, {-2}, {2}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf158 complete dim=0
    const unsigned reached159 = (above138 ? (above69 ? (above181 ? 0 : 1) : 2) : (above130 ? 3 : (above132 ? 3 : 2)));
    static const int leaf159[4][1] = {{-8}, {-3}, {0}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf159 complete dim=0
    const unsigned reached160 = (above102 ? (above23 ? 2 : 3) : (above66 ? (above134 ? 1 : 4) : (above3 ? 1 : 0)));
    static const int leaf160[5][1] = {{-1}, {0}, {1}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf160 complete dim=0
    const unsigned reached161 = (above172 ? (above125 ? (above112 ? 2 : 3) : (above60 ? 1 : 0)) : (above131 ? (above41 ? 4 : 2) : 5));
    static const int leaf161[6][1] = {{-3}, {-1}, {0}, {1}, {4}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf161 complete dim=0
    const unsigned reached162 = (above175 ? (above119 ? (above124 ? 2 : 4) : (above14 ? 1 : 2)) : (above143 ? (above53 ? 3 : 5) : (above89 ? 0 : 3)));
    static const int leaf162[6][1] = {{-4}, {-3}, {-1}, {0}, {3}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf162 complete dim=0
    const unsigned reached163 = (above67 ? 0 : (above169 ? (above99 ? 3 : 1) : (above53 ? 3 : 2)));
    static const int leaf163[4][1] = {{-4}, {-2}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf163 complete dim=0
    const unsigned reached164 = (above162 ? (above40 ? 1 : (above23 ? 6 : 4)) : (above35 ? (above74 ? 0 : 3) : (above135 ? 5 : 2)));
    static const int leaf164[7][1] = {{-6}, {-4}, {-1}, {1}, {2}, {3}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf164 complete dim=0
    const unsigned reached165 = (above73 ? (above89 ? 4 : (above181 ? 1 : 2)) : (above52 ? (above76 ? 1 : 0) : (above54 ? 1 : 3)));
    static const int leaf165[5][1] = {{-7}, {-2}, {1}, {3}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf165 complete dim=0
    const unsigned reached166 = (above125 ? 0 : (above87 ? 3 : (above102 ? 2 : 1)));
    static const int leaf166[4][1] = {{-6}, {-4}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf166 complete dim=0
    const unsigned reached167 = (above179 ? 3 : (above137 ? (above136 ? 2 : 4) : (above104 ? 1 : 0)));
    static const int leaf167[5][1] = {{-4}, {1}, {2}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf167 complete dim=0
    const unsigned reached168 = (above102 ? (above112 ? 1 : 3) : (above175 ? (above8 ? 0 : 2) : (above173 ? 4 : 0)));
    static const int leaf168[5][1] = {{0}, {1}, {4}, {5}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf168 complete dim=0
    const unsigned reached169 = (above67 ? (above150 ? (above153 ? 3 : 1) : 5) : (above149 ? (above1 ? 2 : 0) : (above1 ? 2 : 4)));
    static const int leaf169[6][1] = {{-2}, {-1}, {0}, {1}, {2}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf169 complete dim=0
    const unsigned reached170 = (above7 ? (above32 ? (above2 ? 2 : 1) : (above106 ? 0 : 3)) : (above25 ? 3 : (above158 ? 0 : 2)));
    static const int leaf170[4][1] = {{-2}, {-1}, {0}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf170 complete dim=0
    const unsigned reached171 = (above183 ? (above185 ? (above166 ? 4 : 2) : (above6 ? 1 : 0)) : (above64 ? (above112 ? 3 : 4) : (above129 ? 0 : 2)));
    static const int leaf171[5][1] = {{-5}, {-2}, {-1}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf171 complete dim=0
    const unsigned reached172 = (above16 ? (above35 ? (above71 ? 4 : 1) : (above108 ? 4 : 3)) : (above145 ? 4 : (above47 ? 2 : 0)));
    static const int leaf172[5][1] = {{-7}, {-6}, {-3}, {-1}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf172 complete dim=0
    const unsigned reached173 = (above73 ? (above83 ? 1 : (above162 ? 4 : 3)) : (above168 ? (above56 ? 4 : 2) : (above54 ? 0 : 2)));
    static const int leaf173[5][1] = {{-6}, {-5}, {-1}, {0}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf173 complete dim=0
    const unsigned reached174 = (above28 ? 1 : (above102 ? 1 : 0));
    static const int leaf174[2][1] = {{-8}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf174 complete dim=0
    const unsigned reached175 = (above35 ? 0 : (above151 ? (above109 ? 1 : 3) : (above88 ? 4 : 2)));
    static const int leaf175[5][1] = {{-6}, {-3}, {-2}, {3}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf175 complete dim=0
    const unsigned reached176 = (above76 ? (above184 ? (above99 ? 1 : 2) : (above162 ? 0 : 1)) : (above176 ? (above139 ? 0 : 3) : (above139 ? 3 : 1)));
    static const int leaf176[4][1] = {{-3}, {-1}, {1}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf176 complete dim=0
    const unsigned reached177 = (above41 ? (above71 ? 0 : 2) : (above183 ? (above9 ? 1 : 3) : (above71 ? 1 : 0)));
    static const int leaf177[4][1] = {{-1}, {0}, {4}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf177 complete dim=0
    const unsigned reached178 = (above20 ? (above164 ? (above186 ? 1 : 4) : (above177 ? 5 : 3)) : (above134 ? (above182 ? 2 : 0) : (above1 ? 3 : 2)));
    static const int leaf178[6][1] = {{-3}, {-2}, {-1}, {0}, {1}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf178 complete dim=0
    const unsigned reached179 = (above182 ? (above93 ? (above5 ? 2 : 4) : (above144 ? 1 : 2)) : (above88 ? (above59 ? 3 : 0) : (above112 ? 3 : 4)));
    static const int leaf179[5][1] = {{-7}, {-6}, {-1}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf179 complete dim=0
    const unsigned reached180 = (above61 ? 0 : (above62 ? (above23 ? 4 : 2) : (above81 ? 1 : 3)));
    static const int leaf180[5][1] = {{-6}, {-1}, {0}, {1}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf180 complete dim=0
    const unsigned reached181 = (above113 ? 0 : (above34 ? (above53 ? 1 : 4) : (above38 ? 2 : 3)));
    static const int leaf181[5][1] = {{-4}, {-3}, {-2}, {0}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf181 complete dim=0
    const unsigned reached182 = (above12 ? (above84 ? 1 : 0) : (above108 ? 2 : 3));
    static const int leaf182[4][1] = {{-3}, {-1}, {0}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf182 complete dim=0
    const unsigned reached183 = (above135 ? 0 : (above130 ? 3 : (above149 ? 2 : 1)));
    static const int leaf183[4][1] = {{-4}, {-3}, {1}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf183 complete dim=0
    const unsigned reached184 = (above165 ? (above177 ? (above15 ? 4 : 1) : 5) : (above185 ? (above18 ? 1 : 0) : (above14 ? 3 : 2)));
    static const int leaf184[6][1] = {{-5}, {-1}, {0}, {2}, {4}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf184 complete dim=0
    const unsigned reached185 = (above52 ? (above158 ? 2 : 0) : (above53 ? 4 : (above6 ? 3 : 1)));
    static const int leaf185[5][1] = {{-4}, {-1}, {0}, {1}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf185 complete dim=0
    const unsigned reached186 = (above98 ? (above85 ? (above120 ? 1 : 3) : 0) : (above156 ? (above167 ? 4 : 3) : (above175 ? 2 : 3)));
    static const int leaf186[5][1] = {{-3}, {-2}, {-1}, {0}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf186 complete dim=0
    const unsigned reached187 = (above185 ? (above8 ? (above152 ? 4 : 2) : (above62 ? 2 : 5)) : (above164 ? 0 : (above91 ? 1 : 3)));
    static const int leaf187[6][1] = {{-6}, {-5}, {-2}, {0}, {1}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf187 complete dim=0
    const unsigned reached188 = (above51 ? 3 : (above153 ? (above32 ? 0 : 1) : (above176 ? 2 : 1)));
    static const int leaf188[4][1] = {{-5}, {0}, {3}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf188 complete dim=0
    const unsigned reached189 = (above177 ? (above48 ? 1 : 3) : (above146 ? 2 : (above42 ? 0 : 1)));
    static const int leaf189[4][1] = {{-3}, {0}, {3}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf189 complete dim=0
    const unsigned reached190 = (above145 ? 0 : (above28 ? 2 : 1));
    static const int leaf190[3][1] = {{-4}, {0}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf190 complete dim=0
    const unsigned reached191 = (above137 ? (above136 ? 2 : 3) : (above138 ? 0 : (above125 ? 3 : 1)));
    static const int leaf191[4][1] = {{-5}, {0}, {2}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf191 complete dim=0
    const unsigned reached192 = (above172 ? (above41 ? (above55 ? 2 : 3) : (above124 ? 2 : 0)) : (above108 ? (above145 ? 2 : 1) : 3));
    static const int leaf192[4][1] = {{-1}, {0}, {1}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf192 complete dim=0
    const unsigned reached193 = (above144 ? (above117 ? 4 : (above182 ? 0 : 2)) : (above104 ? (above82 ? 3 : 5) : (above12 ? 2 : 1)));
    static const int leaf193[6][1] = {{-2}, {-1}, {0}, {1}, {2}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf193 complete dim=0
    const unsigned reached194 = (above67 ? 0 : (above106 ? (above150 ? 2 : 1) : (above113 ? 2 : 3)));
    static const int leaf194[4][1] = {{-3}, {-2}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf194 complete dim=0
    const unsigned reached195 = (above53 ? (above54 ? (above21 ? 4 : 6) : 1) : (above16 ? (above35 ? 3 : 2) : (above144 ? 0 : 5)));
    static const int leaf195[7][1] = {{-5}, {-4}, {-3}, {-1}, {0}, {1}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf195 complete dim=0
    const unsigned reached196 = (above187 ? (above8 ? (above12 ? 1 : 4) : 5) : (above153 ? (above38 ? 0 : 3) : (above24 ? 4 : 2)));
    static const int leaf196[6][1] = {{-8}, {-2}, {-1}, {0}, {3}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf196 complete dim=0
    const unsigned reached197 = (above149 ? (above188 ? (above35 ? 1 : 3) : (above79 ? 5 : 3)) : (above7 ? (above168 ? 1 : 0) : (above110 ? 4 : 2)));
    static const int leaf197[6][1] = {{-5}, {-2}, {-1}, {0}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf197 complete dim=0
    const unsigned reached198 = (above102 ? 2 : (above28 ? 1 : 0));
    static const int leaf198[3][1] = {{-7}, {2}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf198 complete dim=0
    const unsigned reached199 = (above54 ? (above52 ? (above104 ? 5 : 1) : 0) : (above31 ? (above108 ? 2 : 4) : (above171 ? 3 : 1)));
    static const int leaf199[6][1] = {{-6}, {-2}, {0}, {1}, {4}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf199 complete dim=0
    const unsigned reached200 = (above81 ? (above65 ? (above23 ? 1 : 3) : (above96 ? 2 : 1)) : 0);
    static const int leaf200[4][1] = {{-3}, {0}, {2}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf200 complete dim=0
    const unsigned reached201 = (above41 ? (above71 ? 0 : 2) : (above101 ? (above187 ? 1 : 3) : (above144 ? 0 : 1)));
    static const int leaf201[4][1] = {{-1}, {0}, {3}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf201 complete dim=0
    const unsigned reached202 = (above52 ? (above56 ? 3 : (above118 ? 0 : 2)) : (above79 ? 1 : (above7 ? 5 : 4)));
    static const int leaf202[6][1] = {{-6}, {-4}, {-1}, {0}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf202 complete dim=0
    const unsigned reached203 = (above182 ? (above22 ? (above98 ? 0 : 2) : (above0 ? 0 : 1)) : (above51 ? 0 : (above161 ? 2 : 1)));
    static const int leaf203[3][1] = {{-3}, {-1}, {0}};
    #pragma HLS ARRAY_PARTITION variable=leaf203 complete dim=0
    const unsigned reached204 = (above107 ? (above39 ? 0 : 2) : (above109 ? (above90 ? 1 : 4) : (above182 ? 3 : 1)));
    static const int leaf204[5][1] = {{-6}, {-1}, {0}, {2}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf204 complete dim=0
    const unsigned reached205 = (above135 ? (above23 ? (above19 ? 4 : 0) : (above53 ? 3 : 5)) : (above23 ? (above47 ? 2 : 6) : (above32 ? 1 : 3)));
    static const int leaf205[7][1] = {{-8}, {-5}, {-1}, {0}, {2}, {6}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf205 complete dim=0
    const unsigned reached206 = (above97 ? 0 : (above38 ? 1 : 2));
    static const int leaf206[3][1] = {{-3}, {-1}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf206 complete dim=0
    const unsigned reached207 = (above1 ? (above172 ? 0 : 1) : (above137 ? 3 : (above138 ? 0 : 2)));
    static const int leaf207[4][1] = {{-5}, {-1}, {0}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf207 complete dim=0
    const unsigned reached208 = (above66 ? (above181 ? 1 : 3) : (above131 ? (above108 ? 1 : 2) : (above104 ? 1 : 0)));
    static const int leaf208[4][1] = {{-4}, {0}, {3}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf208 complete dim=0
    const unsigned reached209 = (above4 ? (above58 ? (above167 ? 2 : 4) : 0) : (above41 ? (above25 ? 3 : 1) : (above72 ? 0 : 1)));
    static const int leaf209[5][1] = {{-2}, {0}, {1}, {3}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf209 complete dim=0
    const unsigned reached210 = (above2 ? (above38 ? (above73 ? 2 : 4) : (above52 ? 0 : 2)) : (above24 ? (above135 ? 1 : 3) : (above34 ? 1 : 2)));
    static const int leaf210[5][1] = {{-2}, {-1}, {0}, {1}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf210 complete dim=0
    const unsigned reached211 = (above169 ? (above163 ? (above133 ? 3 : 0) : (above70 ? 5 : 2)) : (above81 ? 4 : 1));
    static const int leaf211[6][1] = {{-4}, {-3}, {-2}, {-1}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf211 complete dim=0
    const unsigned reached212 = (above134 ? (above6 ? 2 : 0) : (above49 ? (above19 ? 1 : 4) : (above12 ? 2 : 3)));
    static const int leaf212[5][1] = {{-4}, {-3}, {-1}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf212 complete dim=0
    const unsigned reached213 = (above100 ? (above40 ? 0 : (above182 ? 5 : 3)) : (above103 ? (above25 ? 1 : 6) : (above23 ? 4 : 2)));
    static const int leaf213[7][1] = {{-3}, {-2}, {-1}, {1}, {2}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf213 complete dim=0
    const unsigned reached214 = (above157 ? 2 : (above108 ? 0 : 1));
    static const int leaf214[3][1] = {{-3}, {2}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf214 complete dim=0
    const unsigned reached215 = (above159 ? 2 : (above180 ? 2 : (above104 ? 1 : 0)));
    static const int leaf215[3][1] = {{-3}, {0}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf215 complete dim=0
    const unsigned reached216 = (above41 ? (above6 ? 3 : 2) : (above162 ? (above40 ? 1 : 0) : (above173 ? 4 : 1)));
    static const int leaf216[5][1] = {{-3}, {0}, {1}, {3}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf216 complete dim=0
    const unsigned reached217 = (above54 ? (above52 ? (above172 ? 2 : 3) : 4) : (above84 ? 0 : (above34 ? 1 : 3)));
    static const int leaf217[5][1] = {{-3}, {-1}, {0}, {1}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf217 complete dim=0
    const unsigned reached218 = (above6 ? (above136 ? (above35 ? 2 : 1) : (above54 ? 4 : 2)) : (above35 ? (above53 ? 2 : 0) : (above126 ? 3 : 2)));
    static const int leaf218[5][1] = {{-2}, {-1}, {0}, {3}, {6}};
    #pragma HLS ARRAY_PARTITION variable=leaf218 complete dim=0
    const unsigned reached219 = (above133 ? (above57 ? (above160 ? 0 : 3) : (above107 ? 3 : 4)) : (above140 ? (above46 ? 2 : 1) : (above181 ? 3 : 2)));
    static const int leaf219[5][1] = {{-3}, {-2}, {0}, {1}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf219 complete dim=0
    const unsigned reached220 = (above136 ? (above130 ? 5 : (above38 ? 3 : 0)) : (above81 ? (above43 ? 1 : 2) : (above131 ? 4 : 2)));
    static const int leaf220[6][1] = {{-6}, {-5}, {0}, {1}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf220 complete dim=0
    const unsigned reached221 = (above146 ? 2 : (above8 ? (above55 ? 1 : 3) : (above70 ? 0 : 1)));
    static const int leaf221[4][1] = {{-3}, {0}, {3}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf221 complete dim=0
    const unsigned reached222 = (above112 ? 2 : (above188 ? 0 : 1));
    static const int leaf222[3][1] = {{-4}, {2}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf222 complete dim=0
    const unsigned reached223 = (above1 ? (above45 ? 0 : 2) : (above21 ? (above168 ? 4 : 2) : (above56 ? 3 : 1)));
    static const int leaf223[5][1] = {{-4}, {-1}, {0}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf223 complete dim=0
    const unsigned reached224 = (above175 ? (above187 ? (above46 ? 1 : 4) : (above152 ? 5 : 3)) : (above128 ? (above93 ? 2 : 6) : (above148 ? 0 : 2)));
    static const int leaf224[7][1] = {{-2}, {-1}, {0}, {1}, {2}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf224 complete dim=0
    const unsigned reached225 = (above142 ? (above122 ? (above144 ? 2 : 4) : (above162 ? 0 : 4)) : (above173 ? 5 : (above160 ? 1 : 3)));
    static const int leaf225[6][1] = {{-3}, {-2}, {-1}, {0}, {1}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf225 complete dim=0
    const unsigned reached226 = (above7 ? (above127 ? (above34 ? 2 : 0) : (above100 ? 3 : 2)) : (above25 ? 4 : (above158 ? 1 : 2)));
    static const int leaf226[5][1] = {{-4}, {-2}, {0}, {1}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf226 complete dim=0
    const unsigned reached227 = (above67 ? 0 : (above20 ? (above155 ? 2 : 1) : (above181 ? 3 : 2)));
    static const int leaf227[4][1] = {{-3}, {-1}, {0}, {2}};
    #pragma HLS ARRAY_PARTITION variable=leaf227 complete dim=0
    const unsigned reached228 = (above144 ? (above94 ? 0 : (above52 ? 4 : 2)) : (above63 ? (above188 ? 2 : 5) : (above56 ? 1 : 3)));
    static const int leaf228[6][1] = {{-6}, {-3}, {0}, {1}, {4}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf228 complete dim=0
    const unsigned reached229 = (above122 ? (above39 ? 2 : 0) : (above11 ? (above32 ? 2 : 3) : (above38 ? 1 : 2)));
    static const int leaf229[4][1] = {{-5}, {-3}, {0}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf229 complete dim=0
    const unsigned reached230 = (above136 ? 0 : (above77 ? 2 : 1));
    static const int leaf230[3][1] = {{-2}, {0}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf230 complete dim=0
    const unsigned reached231 = (above151 ? (above74 ? (above39 ? 1 : 2) : 3) : (above12 ? 0 : (above17 ? 1 : 2)));
    static const int leaf231[4][1] = {{-4}, {-3}, {1}, {5}};
    #pragma HLS ARRAY_PARTITION variable=leaf231 complete dim=0
    const unsigned reached232 = (above92 ? (above167 ? (above148 ? 2 : 4) : (above62 ? 0 : 2)) : (above76 ? (above175 ? 2 : 1) : (above73 ? 3 : 1)));
    static const int leaf232[5][1] = {{-3}, {-1}, {0}, {1}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf232 complete dim=0
    const unsigned reached233 = (above41 ? (above113 ? 1 : 3) : (above70 ? (above112 ? 1 : 2) : (above163 ? 0 : 1)));
    static const int leaf233[4][1] = {{-1}, {0}, {2}, {3}};
    #pragma HLS ARRAY_PARTITION variable=leaf233 complete dim=0
    const unsigned reached234 = (above98 ? (above113 ? (above167 ? 1 : 3) : 0) : (above82 ? (above49 ? 3 : 2) : (above155 ? 0 : 2)));
    static const int leaf234[4][1] = {{-2}, {-1}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf234 complete dim=0
    const unsigned reached235 = (above169 ? (above93 ? (above70 ? 3 : 0) : 4) : (above185 ? (above160 ? 2 : 4) : (above62 ? 1 : 3)));
    static const int leaf235[5][1] = {{-3}, {-2}, {-1}, {0}, {1}};
    #pragma HLS ARRAY_PARTITION variable=leaf235 complete dim=0
    const unsigned reached236 = (above182 ? (above189 ? (above139 ? 2 : 1) : (above149 ? 6 : 4)) : (above134 ? 0 : (above71 ? 5 : 3)));
    static const int leaf236[7][1] = {{-5}, {-3}, {-1}, {0}, {1}, {5}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf236 complete dim=0
    const unsigned reached237 = (above134 ? 0 : (above62 ? (above112 ? 3 : 1) : (above7 ? 1 : 2)));
    static const int leaf237[4][1] = {{-3}, {-1}, {0}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf237 complete dim=0
    const unsigned reached238 = (above3 ? 0 : (above123 ? 2 : 1));
    static const int leaf238[3][1] = {{-2}, {0}, {4}};
    #pragma HLS ARRAY_PARTITION variable=leaf238 complete dim=0
    const unsigned reached239 = (above21 ? (above104 ? 4 : (above60 ? 1 : 3)) : (above54 ? (above44 ? 2 : 0) : (above106 ? 3 : 1)));
    static const int leaf239[5][1] = {{-6}, {-4}, {-1}, {1}, {7}};
    #pragma HLS ARRAY_PARTITION variable=leaf239 complete dim=0
    out[0].range() = bits_t(0 + leaf0[reached0][0] + leaf8[reached8][0] + leaf16[reached16][0] + leaf24[reached24][0] + leaf32[reached32][0] + leaf40[reached40][0] + leaf48[reached48][0] + leaf56[reached56][0] + leaf64[reached64][0] + leaf72[reached72][0] + leaf80[reached80][0] + leaf88[reached88][0] + leaf96[reached96][0] + leaf104[reached104][0] + leaf112[reached112][0] + leaf120[reached120][0] + leaf128[reached128][0] + leaf136[reached136][0] + leaf144[reached144][0] + leaf152[reached152][0] + leaf160[reached160][0] + leaf168[reached168][0] + leaf176[reached176][0] + leaf184[reached184][0] + leaf192[reached192][0] + leaf200[reached200][0] + leaf208[reached208][0] + leaf216[reached216][0] + leaf224[reached224][0] + leaf232[reached232][0]);
    out[1].range() = bits_t(0 + leaf1[reached1][0] + leaf9[reached9][0] + leaf17[reached17][0] + leaf25[reached25][0] + leaf33[reached33][0] + leaf41[reached41][0] + leaf49[reached49][0] + leaf57[reached57][0] + leaf65[reached65][0] + leaf73[reached73][0] + leaf81[reached81][0] + leaf89[reached89][0] + leaf97[reached97][0] + leaf105[reached105][0] + leaf113[reached113][0] + leaf121[reached121][0] + leaf129[reached129][0] + leaf137[reached137][0] + leaf145[reached145][0] + leaf153[reached153][0] + leaf161[reached161][0] + leaf169[reached169][0] + leaf177[reached177][0] + leaf185[reached185][0] + leaf193[reached193][0] + leaf201[reached201][0] + leaf209[reached209][0] + leaf217[reached217][0] + leaf225[reached225][0] + leaf233[reached233][0]);
    out[2].range() = bits_t(0 + leaf2[reached2][0] + leaf10[reached10][0] + leaf18[reached18][0] + leaf26[reached26][0] + leaf34[reached34][0] + leaf42[reached42][0] + leaf50[reached50][0] + leaf58[reached58][0] + leaf66[reached66][0] + leaf74[reached74][0] + leaf82[reached82][0] + leaf90[reached90][0] + leaf98[reached98][0] + leaf106[reached106][0] + leaf114[reached114][0] + leaf122[reached122][0] + leaf130[reached130][0] + leaf138[reached138][0] + leaf146[reached146][0] + leaf154[reached154][0] + leaf162[reached162][0] + leaf170[reached170][0] + leaf178[reached178][0] + leaf186[reached186][0] + leaf194[reached194][0] + leaf202[reached202][0] + leaf210[reached210][0] + leaf218[reached218][0] + leaf226[reached226][0] + leaf234[reached234][0]);
    out[3].range() = bits_t(0 + leaf3[reached3][0] + leaf11[reached11][0] + leaf19[reached19][0] + leaf27[reached27][0] + leaf35[reached35][0] + leaf43[reached43][0] + leaf51[reached51][0] + leaf59[reached59][0] + leaf67[reached67][0] + leaf75[reached75][0] + leaf83[reached83][0] + leaf91[reached91][0] + leaf99[reached99][0] + leaf107[reached107][0] + leaf115[reached115][0] + leaf123[reached123][0] + leaf131[reached131][0] + leaf139[reached139][0] + leaf147[reached147][0] + leaf155[reached155][0] + leaf163[reached163][0] + leaf171[reached171][0] + leaf179[reached179][0] + leaf187[reached187][0] + leaf195[reached195][0] + leaf203[reached203][0] + leaf211[reached211][0] + leaf219[reached219][0] + leaf227[reached227][0] + leaf235[reached235][0]);
    out[4].range() = bits_t(0 + leaf4[reached4][0] + leaf12[reached12][0] + leaf20[reached20][0] + leaf28[reached28][0] + leaf36[reached36][0] + leaf44[reached44][0] + leaf52[reached52][0] + leaf60[reached60][0] + leaf68[reached68][0] + leaf76[reached76][0] + leaf84[reached84][0] + leaf92[reached92][0] + leaf100[reached100][0] + leaf108[reached108][0] + leaf116[reached116][0] + leaf124[reached124][0] + leaf132[reached132][0] + leaf140[reached140][0] + leaf148[reached148][0] + leaf156[reached156][0] + leaf164[reached164][0] + leaf172[reached172][0] + leaf180[reached180][0] + leaf188[reached188][0] + leaf196[reached196][0] + leaf204[reached204][0] + leaf212[reached212][0] + leaf220[reached220][0] + leaf228[reached228][0] + leaf236[reached236][0]);
    out[5].range() = bits_t(0 + leaf5[reached5][0] + leaf13[reached13][0] + leaf21[reached21][0] + leaf29[reached29][0] + leaf37[reached37][0] + leaf45[reached45][0] + leaf53[reached53][0] + leaf61[reached61][0] + leaf69[reached69][0] + leaf77[reached77][0] + leaf85[reached85][0] + leaf93[reached93][0] + leaf101[reached101][0] + leaf109[reached109][0] + leaf117[reached117][0] + leaf125[reached125][0] + leaf133[reached133][0] + leaf141[reached141][0] + leaf149[reached149][0] + leaf157[reached157][0] + leaf165[reached165][0] + leaf173[reached173][0] + leaf181[reached181][0] + leaf189[reached189][0] + leaf197[reached197][0] + leaf205[reached205][0] + leaf213[reached213][0] + leaf221[reached221][0] + leaf229[reached229][0] + leaf237[reached237][0]);
    out[6].range() = bits_t(0 + leaf6[reached6][0] + leaf14[reached14][0] + leaf22[reached22][0] + leaf30[reached30][0] + leaf38[reached38][0] + leaf46[reached46][0] + leaf54[reached54][0] + leaf62[reached62][0] + leaf70[reached70][0] + leaf78[reached78][0] + leaf86[reached86][0] + leaf94[reached94][0] + leaf102[reached102][0] + leaf110[reached110][0] + leaf118[reached118][0] + leaf126[reached126][0] + leaf134[reached134][0] + leaf142[reached142][0] + leaf150[reached150][0] + leaf158[reached158][0] + leaf166[reached166][0] + leaf174[reached174][0] + leaf182[reached182][0] + leaf190[reached190][0] + leaf198[reached198][0] + leaf206[reached206][0] + leaf214[reached214][0] + leaf222[reached222][0] + leaf230[reached230][0] + leaf238[reached238][0]);
    out[7].range() = bits_t(0 + leaf7[reached7][0] + leaf15[reached15][0] + leaf23[reached23][0] + leaf31[reached31][0] + leaf39[reached39][0] + leaf47[reached47][0] + leaf55[reached55][0] + leaf63[reached63][0] + leaf71[reached71][0] + leaf79[reached79][0] + leaf87[reached87][0] + leaf95[reached95][0] + leaf103[reached103][0] + leaf111[reached111][0] + leaf119[reached119][0] + leaf127[reached127][0] + leaf135[reached135][0] + leaf143[reached143][0] + leaf151[reached151][0] + leaf159[reached159][0] + leaf167[reached167][0] + leaf175[reached175][0] + leaf183[reached183][0] + leaf191[reached191][0] + leaf199[reached199][0] + leaf207[reached207][0] + leaf215[reached215][0] + leaf223[reached223][0] + leaf231[reached231][0] + leaf239[reached239][0]);
}

} // namespace d_7da178a1c965

#endif
