#ifndef TAGGER_MLP_D3DC3523905D_NNET_INSTR_GEN_H_
#define TAGGER_MLP_D3DC3523905D_NNET_INSTR_GEN_H_

#include "nnet_conv1d_latency.h"
#include "nnet_helpers.h"

#include "hls_stream.h"
#include "nnet_common.h"
#include "nnet_function_stubs.h"
#include "nnet_mult.h"

namespace d_d3dc3523905d {

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
void inputs(input_t *inp, output_t *out) {
    #pragma HLS INLINE

    out[0] = ap_ufixed<9,6,AP_RND,AP_SAT>(inp[0]);
    out[1] = ap_ufixed<7,1,AP_RND,AP_SAT>(inp[1]);
    out[2] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[2]);
    out[3] = ap_fixed<6,1,AP_RND,AP_SAT>(inp[3]);
    out[4] = ap_fixed<6,1,AP_RND,AP_SAT>(inp[4]);
    out[5] = ap_ufixed<6,0,AP_RND,AP_SAT>(inp[5]);
    out[6] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[6]);
    out[7] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[7]);
    out[8] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[8]);
    out[9] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[9]);
    out[10] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[10]);
    out[11] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[11]);
    out[12] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[12]);
    out[13] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[13]);
    out[14] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[14]);
    out[15] = ap_ufixed<6,2,AP_RND,AP_SAT>(inp[15]);
    out[16] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[16]);
    out[17] = ap_ufixed<5,1,AP_RND,AP_SAT>(inp[17]);
    out[18] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[18]);
    out[19] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[19]);
    out[20] = ap_ufixed<9,5,AP_RND,AP_SAT>(inp[20]);
    out[21] = ap_ufixed<6,-1,AP_RND,AP_SAT>(inp[21]);
    out[22] = ap_ufixed<7,2,AP_RND,AP_SAT>(inp[22]);
    out[23] = ap_fixed<7,2,AP_RND,AP_SAT>(inp[23]);
    out[24] = ap_fixed<6,2,AP_RND,AP_SAT>(inp[24]);
    out[25] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[25]);
    out[26] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[26]);
    out[27] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[27]);
    out[28] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[28]);
    out[29] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[29]);
    out[30] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[30]);
    out[31] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[31]);
    out[32] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[32]);
    out[33] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[33]);
    out[34] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[34]);
    out[35] = ap_ufixed<6,2,AP_RND,AP_SAT>(inp[35]);
    out[36] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[36]);
    out[37] = ap_ufixed<5,1,AP_RND,AP_SAT>(inp[37]);
    out[38] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[38]);
    out[39] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[39]);
    out[40] = ap_ufixed<9,5,AP_RND,AP_SAT>(inp[40]);
    out[41] = ap_ufixed<6,-2,AP_RND,AP_SAT>(inp[41]);
    out[42] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[42]);
    out[43] = ap_fixed<6,2,AP_RND,AP_SAT>(inp[43]);
    out[44] = ap_fixed<6,2,AP_RND,AP_SAT>(inp[44]);
    out[45] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[45]);
    out[46] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[46]);
    out[47] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[47]);
    out[48] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[48]);
    out[49] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[49]);
    out[50] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[50]);
    out[51] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[51]);
    out[52] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[52]);
    out[53] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[53]);
    out[54] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[54]);
    out[55] = ap_ufixed<5,1,AP_RND,AP_SAT>(inp[55]);
    out[56] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[56]);
    out[57] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[57]);
    out[58] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[58]);
    out[59] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[59]);
    out[60] = ap_ufixed<8,5,AP_RND,AP_SAT>(inp[60]);
    out[61] = ap_ufixed<5,-2,AP_RND,AP_SAT>(inp[61]);
    out[62] = ap_ufixed<6,3,AP_RND,AP_SAT>(inp[62]);
    out[63] = ap_fixed<6,2,AP_RND,AP_SAT>(inp[63]);
    out[64] = ap_fixed<6,2,AP_RND,AP_SAT>(inp[64]);
    out[65] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[65]);
    out[66] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[66]);
    out[67] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[67]);
    out[68] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[68]);
    out[69] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[69]);
    out[70] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[70]);
    out[71] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[71]);
    out[72] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[72]);
    out[73] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[73]);
    out[74] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[74]);
    out[75] = ap_ufixed<5,1,AP_RND,AP_SAT>(inp[75]);
    out[76] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[76]);
    out[77] = ap_ufixed<5,1,AP_RND,AP_SAT>(inp[77]);
    out[78] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[78]);
    out[79] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[79]);
    out[80] = ap_ufixed<7,4,AP_RND,AP_SAT>(inp[80]);
    out[81] = ap_ufixed<5,-2,AP_RND,AP_SAT>(inp[81]);
    out[82] = ap_ufixed<6,3,AP_RND,AP_SAT>(inp[82]);
    out[83] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[83]);
    out[84] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[84]);
    out[85] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[85]);
    out[86] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[86]);
    out[87] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[87]);
    out[88] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[88]);
    out[89] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[89]);
    out[90] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[90]);
    out[91] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[91]);
    out[92] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[92]);
    out[93] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[93]);
    out[94] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[94]);
    out[95] = ap_ufixed<6,3,AP_RND,AP_SAT>(inp[95]);
    out[96] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[96]);
    out[97] = ap_ufixed<5,1,AP_RND,AP_SAT>(inp[97]);
    out[98] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[98]);
    out[99] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[99]);
    out[100] = ap_ufixed<7,4,AP_RND,AP_SAT>(inp[100]);
    out[101] = ap_ufixed<5,-2,AP_RND,AP_SAT>(inp[101]);
    out[102] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[102]);
    out[103] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[103]);
    out[104] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[104]);
    out[105] = ap_ufixed<4,0,AP_RND,AP_SAT>(inp[105]);
    out[106] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[106]);
    out[107] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[107]);
    out[108] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[108]);
    out[109] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[109]);
    out[110] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[110]);
    out[111] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[111]);
    out[112] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[112]);
    out[113] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[113]);
    out[114] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[114]);
    out[115] = ap_ufixed<6,3,AP_RND,AP_SAT>(inp[115]);
    out[116] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[116]);
    out[117] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[117]);
    out[118] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[118]);
    out[119] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[119]);
    out[120] = ap_ufixed<7,4,AP_RND,AP_SAT>(inp[120]);
    out[121] = ap_ufixed<4,-3,AP_RND,AP_SAT>(inp[121]);
    out[122] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[122]);
    out[123] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[123]);
    out[124] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[124]);
    out[125] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[125]);
    out[126] = 0;
    out[127] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[127]);
    out[128] = 0;
    out[129] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[129]);
    out[130] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[130]);
    out[131] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[131]);
    out[132] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[132]);
    out[133] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[133]);
    out[134] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[134]);
    out[135] = ap_ufixed<6,3,AP_RND,AP_SAT>(inp[135]);
    out[136] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[136]);
    out[137] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[137]);
    out[138] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[138]);
    out[139] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[139]);
    out[140] = ap_ufixed<7,4,AP_RND,AP_SAT>(inp[140]);
    out[141] = ap_ufixed<4,-3,AP_RND,AP_SAT>(inp[141]);
    out[142] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[142]);
    out[143] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[143]);
    out[144] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[144]);
    out[145] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[145]);
    out[146] = 0;
    out[147] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[147]);
    out[148] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[148]);
    out[149] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[149]);
    out[150] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[150]);
    out[151] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[151]);
    out[152] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[152]);
    out[153] = 0;
    out[154] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[154]);
    out[155] = ap_ufixed<6,3,AP_RND,AP_SAT>(inp[155]);
    out[156] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[156]);
    out[157] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[157]);
    out[158] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[158]);
    out[159] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[159]);
    out[160] = ap_ufixed<6,3,AP_RND,AP_SAT>(inp[160]);
    out[161] = ap_ufixed<4,-3,AP_RND,AP_SAT>(inp[161]);
    out[162] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[162]);
    out[163] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[163]);
    out[164] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[164]);
    out[165] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[165]);
    out[166] = 0;
    out[167] = 0;
    out[168] = 0;
    out[169] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[169]);
    out[170] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[170]);
    out[171] = 0;
    out[172] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[172]);
    out[173] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[173]);
    out[174] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[174]);
    out[175] = ap_ufixed<4,1,AP_RND,AP_SAT>(inp[175]);
    out[176] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[176]);
    out[177] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[177]);
    out[178] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[178]);
    out[179] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[179]);
    out[180] = ap_ufixed<6,3,AP_RND,AP_SAT>(inp[180]);
    out[181] = ap_ufixed<4,-3,AP_RND,AP_SAT>(inp[181]);
    out[182] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[182]);
    out[183] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[183]);
    out[184] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[184]);
    out[185] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[185]);
    out[186] = 0;
    out[187] = 0;
    out[188] = 0;
    out[189] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[189]);
    out[190] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[190]);
    out[191] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[191]);
    out[192] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[192]);
    out[193] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[193]);
    out[194] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[194]);
    out[195] = ap_ufixed<5,3,AP_RND,AP_SAT>(inp[195]);
    out[196] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[196]);
    out[197] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[197]);
    out[198] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[198]);
    out[199] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[199]);
    out[200] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[200]);
    out[201] = ap_ufixed<5,-3,AP_RND,AP_SAT>(inp[201]);
    out[202] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[202]);
    out[203] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[203]);
    out[204] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[204]);
    out[205] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[205]);
    out[206] = 0;
    out[207] = 0;
    out[208] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[208]);
    out[209] = 0;
    out[210] = 0;
    out[211] = 0;
    out[212] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[212]);
    out[213] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[213]);
    out[214] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[214]);
    out[215] = ap_ufixed<4,1,AP_RND,AP_SAT>(inp[215]);
    out[216] = 0;
    out[217] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[217]);
    out[218] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[218]);
    out[219] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[219]);
    out[220] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[220]);
    out[221] = ap_ufixed<4,-4,AP_RND,AP_SAT>(inp[221]);
    out[222] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[222]);
    out[223] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[223]);
    out[224] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[224]);
    out[225] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[225]);
    out[226] = 0;
    out[227] = 0;
    out[228] = 0;
    out[229] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[229]);
    out[230] = 0;
    out[231] = 0;
    out[232] = 0;
    out[233] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[233]);
    out[234] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[234]);
    out[235] = ap_ufixed<5,2,AP_RND,AP_SAT>(inp[235]);
    out[236] = 0;
    out[237] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[237]);
    out[238] = ap_ufixed<1,0,AP_RND,AP_SAT>(inp[238]);
    out[239] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[239]);
    out[240] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[240]);
    out[241] = ap_ufixed<4,-4,AP_RND,AP_SAT>(inp[241]);
    out[242] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[242]);
    out[243] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[243]);
    out[244] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[244]);
    out[245] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[245]);
    out[246] = 0;
    out[247] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[247]);
    out[248] = 0;
    out[249] = 0;
    out[250] = 0;
    out[251] = 0;
    out[252] = 0;
    out[253] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[253]);
    out[254] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[254]);
    out[255] = ap_ufixed<4,2,AP_RND,AP_SAT>(inp[255]);
    out[256] = 0;
    out[257] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[257]);
    out[258] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[258]);
    out[259] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[259]);
    out[260] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[260]);
    out[261] = ap_ufixed<4,-4,AP_RND,AP_SAT>(inp[261]);
    out[262] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[262]);
    out[263] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[263]);
    out[264] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[264]);
    out[265] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[265]);
    out[266] = 0;
    out[267] = 0;
    out[268] = 0;
    out[269] = 0;
    out[270] = 0;
    out[271] = 0;
    out[272] = 0;
    out[273] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[273]);
    out[274] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[274]);
    out[275] = ap_ufixed<4,2,AP_RND,AP_SAT>(inp[275]);
    out[276] = 0;
    out[277] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[277]);
    out[278] = ap_ufixed<1,0,AP_RND,AP_SAT>(inp[278]);
    out[279] = ap_ufixed<2,1,AP_RND,AP_SAT>(inp[279]);
    out[280] = ap_ufixed<6,2,AP_RND,AP_SAT>(inp[280]);
    out[281] = ap_ufixed<4,-4,AP_RND,AP_SAT>(inp[281]);
    out[282] = ap_ufixed<7,3,AP_RND,AP_SAT>(inp[282]);
    out[283] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[283]);
    out[284] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[284]);
    out[285] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[285]);
    out[286] = 0;
    out[287] = 0;
    out[288] = 0;
    out[289] = 0;
    out[290] = 0;
    out[291] = 0;
    out[292] = 0;
    out[293] = 0;
    out[294] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[294]);
    out[295] = ap_ufixed<3,2,AP_RND,AP_SAT>(inp[295]);
    out[296] = 0;
    out[297] = ap_ufixed<6,1,AP_RND,AP_SAT>(inp[297]);
    out[298] = ap_ufixed<2,0,AP_RND,AP_SAT>(inp[298]);
    out[299] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[299]);
    out[300] = ap_ufixed<6,2,AP_RND,AP_SAT>(inp[300]);
    out[301] = ap_ufixed<3,-5,AP_RND,AP_SAT>(inp[301]);
    out[302] = ap_ufixed<7,2,AP_RND,AP_SAT>(inp[302]);
    out[303] = ap_fixed<5,2,AP_RND,AP_SAT>(inp[303]);
    out[304] = ap_fixed<6,3,AP_RND,AP_SAT>(inp[304]);
    out[305] = ap_ufixed<5,0,AP_RND,AP_SAT>(inp[305]);
    out[306] = 0;
    out[307] = 0;
    out[308] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[308]);
    out[309] = 0;
    out[310] = 0;
    out[311] = 0;
    out[312] = 0;
    out[313] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[313]);
    out[314] = ap_fixed<7,3,AP_RND,AP_SAT>(inp[314]);
    out[315] = ap_ufixed<3,2,AP_RND,AP_SAT>(inp[315]);
    out[316] = 0;
    out[317] = ap_ufixed<5,1,AP_RND,AP_SAT>(inp[317]);
    out[318] = ap_ufixed<1,1,AP_RND,AP_SAT>(inp[318]);
    out[319] = ap_ufixed<2,2,AP_RND,AP_SAT>(inp[319]);
}

template<typename input_t, typename output_t>
void hidden0_relu(input_t *inp, output_t *out) {
    #pragma HLS INLINE

    out[0] = ap_ufixed<5,3,AP_RND,AP_WRAP>(inp[0]);
    out[1] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[1]);
    out[2] = ap_ufixed<7,5,AP_RND,AP_WRAP>(inp[2]);
    out[3] = ap_ufixed<7,5,AP_RND,AP_WRAP>(inp[3]);
    out[4] = ap_ufixed<7,5,AP_RND,AP_WRAP>(inp[4]);
    out[5] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[5]);
    out[6] = ap_ufixed<7,5,AP_RND,AP_WRAP>(inp[6]);
    out[7] = ap_ufixed<6,5,AP_RND,AP_WRAP>(inp[7]);
    out[8] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[8]);
    out[9] = ap_ufixed<6,3,AP_RND,AP_WRAP>(inp[9]);
    out[10] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[10]);
    out[11] = ap_ufixed<5,3,AP_RND,AP_WRAP>(inp[11]);
    out[12] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[12]);
    out[13] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[13]);
    out[14] = ap_ufixed<7,5,AP_RND,AP_WRAP>(inp[14]);
    out[15] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[15]);
    out[16] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[16]);
    out[17] = ap_ufixed<6,3,AP_RND,AP_WRAP>(inp[17]);
    out[18] = ap_ufixed<7,5,AP_RND,AP_WRAP>(inp[18]);
    out[19] = ap_ufixed<5,4,AP_RND,AP_WRAP>(inp[19]);
    out[20] = ap_ufixed<5,4,AP_RND,AP_WRAP>(inp[20]);
    out[21] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[21]);
    out[22] = ap_ufixed<7,5,AP_RND,AP_WRAP>(inp[22]);
    out[23] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[23]);
    out[24] = ap_ufixed<8,6,AP_RND,AP_WRAP>(inp[24]);
    out[25] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[25]);
    out[26] = ap_ufixed<8,5,AP_RND,AP_WRAP>(inp[26]);
    out[27] = ap_ufixed<6,5,AP_RND,AP_WRAP>(inp[27]);
    out[28] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[28]);
    out[29] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[29]);
    out[30] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[30]);
    out[31] = ap_ufixed<5,3,AP_RND,AP_WRAP>(inp[31]);
}

template<typename input_t, typename output_t>
void hidden1_relu(input_t *inp, output_t *out) {
    #pragma HLS INLINE

    out[0] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[0]);
    out[1] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[1]);
    out[2] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[2]);
    out[3] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[3]);
    out[4] = ap_ufixed<5,3,AP_RND,AP_WRAP>(inp[4]);
    out[5] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[5]);
    out[6] = ap_ufixed<6,3,AP_RND,AP_WRAP>(inp[6]);
    out[7] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[7]);
    out[8] = ap_ufixed<6,2,AP_RND,AP_WRAP>(inp[8]);
    out[9] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[9]);
    out[10] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[10]);
    out[11] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[11]);
    out[12] = ap_ufixed<8,5,AP_RND,AP_WRAP>(inp[12]);
    out[13] = ap_ufixed<8,4,AP_RND,AP_WRAP>(inp[13]);
    out[14] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[14]);
    out[15] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[15]);
    out[16] = ap_ufixed<6,0,AP_RND,AP_WRAP>(inp[16]);
    out[17] = ap_ufixed<8,5,AP_RND,AP_WRAP>(inp[17]);
    out[18] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[18]);
    out[19] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[19]);
    out[20] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[20]);
    out[21] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[21]);
    out[22] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[22]);
    out[23] = ap_ufixed<7,3,AP_RND,AP_WRAP>(inp[23]);
    out[24] = ap_ufixed<6,4,AP_RND,AP_WRAP>(inp[24]);
    out[25] = ap_ufixed<7,3,AP_RND,AP_WRAP>(inp[25]);
    out[26] = ap_ufixed<7,3,AP_RND,AP_WRAP>(inp[26]);
    out[27] = ap_ufixed<7,3,AP_RND,AP_WRAP>(inp[27]);
    out[28] = ap_ufixed<7,3,AP_RND,AP_WRAP>(inp[28]);
    out[29] = ap_ufixed<8,5,AP_RND,AP_WRAP>(inp[29]);
    out[30] = ap_ufixed<6,1,AP_RND,AP_WRAP>(inp[30]);
    out[31] = ap_ufixed<7,5,AP_RND,AP_WRAP>(inp[31]);
}

template<typename input_t, typename output_t>
void hidden2_relu(input_t *inp, output_t *out) {
    #pragma HLS INLINE

    out[0] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[0]);
    out[1] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[1]);
    out[2] = ap_ufixed<5,1,AP_RND,AP_WRAP>(inp[2]);
    out[3] = ap_ufixed<5,3,AP_RND,AP_WRAP>(inp[3]);
    out[4] = ap_ufixed<8,5,AP_RND,AP_WRAP>(inp[4]);
    out[5] = ap_ufixed<8,4,AP_RND,AP_WRAP>(inp[5]);
    out[6] = ap_ufixed<8,4,AP_RND,AP_WRAP>(inp[6]);
    out[7] = ap_ufixed<8,5,AP_RND,AP_WRAP>(inp[7]);
    out[8] = ap_ufixed<8,4,AP_RND,AP_WRAP>(inp[8]);
    out[9] = ap_ufixed<6,0,AP_RND,AP_WRAP>(inp[9]);
    out[10] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[10]);
    out[11] = ap_ufixed<8,4,AP_RND,AP_WRAP>(inp[11]);
    out[12] = ap_ufixed<8,5,AP_RND,AP_WRAP>(inp[12]);
    out[13] = ap_ufixed<7,4,AP_RND,AP_WRAP>(inp[13]);
    out[14] = ap_ufixed<8,4,AP_RND,AP_WRAP>(inp[14]);
    out[15] = ap_ufixed<8,4,AP_RND,AP_WRAP>(inp[15]);
}

} // namespace d_d3dc3523905d

#endif
