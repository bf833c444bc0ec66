#ifndef CMS_NG_967E668DB3B4_NNET_INSTR_GEN_H_
#define CMS_NG_967E668DB3B4_NNET_INSTR_GEN_H_

#include "nnet_conv1d_latency.h"
#include "nnet_helpers.h"

#include "hls_stream.h"
#include "nnet_common.h"
#include "nnet_function_stubs.h"
#include "nnet_mult.h"

namespace d_967e668db3b4 {

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

    out[0] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[0]);
    out[1] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[1]);
    out[2] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[2]);
    out[3] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[3]);
    out[4] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[4]);
    out[5] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[5]);
    out[6] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[6]);
    out[7] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[7]);
    out[8] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[8]);
    out[9] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[9]);
    out[10] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[10]);
    out[11] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[11]);
    out[12] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[12]);
    out[13] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[13]);
    out[14] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[14]);
    out[15] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[15]);
    out[16] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[16]);
    out[17] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[17]);
    out[18] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[18]);
    out[19] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[19]);
    out[20] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[20]);
    out[21] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[21]);
    out[22] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[22]);
    out[23] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[23]);
    out[24] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[24]);
    out[25] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[25]);
    out[26] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[26]);
    out[27] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[27]);
    out[28] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[28]);
    out[29] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[29]);
    out[30] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[30]);
    out[31] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[31]);
    out[32] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[32]);
    out[33] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[33]);
    out[34] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[34]);
    out[35] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[35]);
    out[36] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[36]);
    out[37] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[37]);
    out[38] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[38]);
    out[39] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[39]);
    out[40] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[40]);
    out[41] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[41]);
    out[42] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[42]);
    out[43] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[43]);
    out[44] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[44]);
    out[45] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[45]);
    out[46] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[46]);
    out[47] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[47]);
    out[48] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[48]);
    out[49] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[49]);
    out[50] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[50]);
    out[51] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[51]);
    out[52] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[52]);
    out[53] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[53]);
    out[54] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[54]);
    out[55] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[55]);
    out[56] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[56]);
    out[57] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[57]);
    out[58] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[58]);
    out[59] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[59]);
    out[60] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[60]);
    out[61] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[61]);
    out[62] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[62]);
    out[63] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[63]);
    out[64] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[64]);
    out[65] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[65]);
    out[66] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[66]);
    out[67] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[67]);
    out[68] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[68]);
    out[69] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[69]);
    out[70] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[70]);
    out[71] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[71]);
    out[72] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[72]);
    out[73] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[73]);
    out[74] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[74]);
    out[75] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[75]);
    out[76] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[76]);
    out[77] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[77]);
    out[78] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[78]);
    out[79] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[79]);
    out[80] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[80]);
    out[81] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[81]);
    out[82] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[82]);
    out[83] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[83]);
    out[84] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[84]);
    out[85] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[85]);
    out[86] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[86]);
    out[87] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[87]);
    out[88] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[88]);
    out[89] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[89]);
    out[90] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[90]);
    out[91] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[91]);
    out[92] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[92]);
    out[93] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[93]);
    out[94] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[94]);
    out[95] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[95]);
    out[96] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[96]);
    out[97] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[97]);
    out[98] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[98]);
    out[99] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[99]);
    out[100] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[100]);
    out[101] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[101]);
    out[102] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[102]);
    out[103] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[103]);
    out[104] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[104]);
    out[105] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[105]);
    out[106] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[106]);
    out[107] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[107]);
    out[108] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[108]);
    out[109] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[109]);
    out[110] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[110]);
    out[111] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[111]);
    out[112] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[112]);
    out[113] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[113]);
    out[114] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[114]);
    out[115] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[115]);
    out[116] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[116]);
    out[117] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[117]);
    out[118] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[118]);
    out[119] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[119]);
    out[120] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[120]);
    out[121] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[121]);
    out[122] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[122]);
    out[123] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[123]);
    out[124] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[124]);
    out[125] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[125]);
    out[126] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[126]);
    out[127] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[127]);
    out[128] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[128]);
    out[129] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[129]);
    out[130] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[130]);
    out[131] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[131]);
    out[132] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[132]);
    out[133] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[133]);
    out[134] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[134]);
    out[135] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[135]);
    out[136] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[136]);
    out[137] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[137]);
    out[138] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[138]);
    out[139] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[139]);
    out[140] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[140]);
    out[141] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[141]);
    out[142] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[142]);
    out[143] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[143]);
    out[144] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[144]);
    out[145] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[145]);
    out[146] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[146]);
    out[147] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[147]);
    out[148] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[148]);
    out[149] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[149]);
    out[150] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[150]);
    out[151] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[151]);
    out[152] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[152]);
    out[153] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[153]);
    out[154] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[154]);
    out[155] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[155]);
    out[156] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[156]);
    out[157] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[157]);
    out[158] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[158]);
    out[159] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[159]);
    out[160] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[160]);
    out[161] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[161]);
    out[162] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[162]);
    out[163] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[163]);
    out[164] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[164]);
    out[165] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[165]);
    out[166] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[166]);
    out[167] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[167]);
    out[168] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[168]);
    out[169] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[169]);
    out[170] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[170]);
    out[171] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[171]);
    out[172] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[172]);
    out[173] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[173]);
    out[174] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[174]);
    out[175] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[175]);
    out[176] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[176]);
    out[177] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[177]);
    out[178] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[178]);
    out[179] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[179]);
    out[180] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[180]);
    out[181] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[181]);
    out[182] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[182]);
    out[183] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[183]);
    out[184] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[184]);
    out[185] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[185]);
    out[186] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[186]);
    out[187] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[187]);
    out[188] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[188]);
    out[189] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[189]);
    out[190] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[190]);
    out[191] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[191]);
    out[192] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[192]);
    out[193] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[193]);
    out[194] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[194]);
    out[195] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[195]);
    out[196] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[196]);
    out[197] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[197]);
    out[198] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[198]);
    out[199] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[199]);
    out[200] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[200]);
    out[201] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[201]);
    out[202] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[202]);
    out[203] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[203]);
    out[204] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[204]);
    out[205] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[205]);
    out[206] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[206]);
    out[207] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[207]);
    out[208] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[208]);
    out[209] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[209]);
    out[210] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[210]);
    out[211] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[211]);
    out[212] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[212]);
    out[213] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[213]);
    out[214] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[214]);
    out[215] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[215]);
    out[216] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[216]);
    out[217] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[217]);
    out[218] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[218]);
    out[219] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[219]);
    out[220] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[220]);
    out[221] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[221]);
    out[222] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[222]);
    out[223] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[223]);
    out[224] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[224]);
    out[225] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[225]);
    out[226] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[226]);
    out[227] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[227]);
    out[228] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[228]);
    out[229] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[229]);
    out[230] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[230]);
    out[231] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[231]);
    out[232] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[232]);
    out[233] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[233]);
    out[234] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[234]);
    out[235] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[235]);
    out[236] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[236]);
    out[237] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[237]);
    out[238] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[238]);
    out[239] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[239]);
    out[240] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[240]);
    out[241] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[241]);
    out[242] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[242]);
    out[243] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[243]);
    out[244] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[244]);
    out[245] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[245]);
    out[246] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[246]);
    out[247] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[247]);
    out[248] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[248]);
    out[249] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[249]);
    out[250] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[250]);
    out[251] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[251]);
    out[252] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[252]);
    out[253] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[253]);
    out[254] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[254]);
    out[255] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[255]);
    out[256] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[256]);
    out[257] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[257]);
    out[258] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[258]);
    out[259] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[259]);
    out[260] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[260]);
    out[261] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[261]);
    out[262] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[262]);
    out[263] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[263]);
    out[264] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[264]);
    out[265] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[265]);
    out[266] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[266]);
    out[267] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[267]);
    out[268] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[268]);
    out[269] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[269]);
    out[270] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[270]);
    out[271] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[271]);
    out[272] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[272]);
    out[273] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[273]);
    out[274] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[274]);
    out[275] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[275]);
    out[276] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[276]);
    out[277] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[277]);
    out[278] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[278]);
    out[279] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[279]);
    out[280] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[280]);
    out[281] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[281]);
    out[282] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[282]);
    out[283] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[283]);
    out[284] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[284]);
    out[285] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[285]);
    out[286] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[286]);
    out[287] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[287]);
    out[288] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[288]);
    out[289] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[289]);
    out[290] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[290]);
    out[291] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[291]);
    out[292] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[292]);
    out[293] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[293]);
    out[294] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[294]);
    out[295] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[295]);
    out[296] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[296]);
    out[297] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[297]);
    out[298] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[298]);
    out[299] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[299]);
    out[300] = ap_fixed<20,7,AP_RND_CONV,AP_SAT>(inp[300]);
    out[301] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[301]);
    out[302] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[302]);
    out[303] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[303]);
    out[304] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[304]);
    out[305] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[305]);
    out[306] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[306]);
    out[307] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[307]);
    out[308] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[308]);
    out[309] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[309]);
    out[310] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[310]);
    out[311] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[311]);
    out[312] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[312]);
    out[313] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[313]);
    out[314] = ap_fixed<20,3,AP_RND_CONV,AP_SAT>(inp[314]);
    out[315] = ap_fixed<20,4,AP_RND_CONV,AP_SAT>(inp[315]);
    out[316] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[316]);
    out[317] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[317]);
    out[318] = ap_fixed<20,1,AP_RND_CONV,AP_SAT>(inp[318]);
    out[319] = ap_fixed<20,2,AP_RND_CONV,AP_SAT>(inp[319]);
}
template<class data_T, typename CONFIG_T>
class fill_buffer_20 : public nnet::FillConv1DBuffer<data_T, CONFIG_T> {
    public:
    static void fill_buffer(
        data_T data[CONFIG_T::in_width * CONFIG_T::n_chan],
        data_T buffer[CONFIG_T::n_pixels][CONFIG_T::filt_width * CONFIG_T::n_chan],
        const unsigned partition
    ) {
        if (partition ==   0) {
            buffer[0][0] =    data[0]; buffer[0][1] =    data[1]; buffer[0][2] =    data[2]; buffer[0][3] =    data[3]; buffer[0][4] =    data[4]; buffer[0][5] =    data[5]; buffer[0][6] =    data[6]; buffer[0][7] =    data[7]; buffer[0][8] =    data[8]; buffer[0][9] =    data[9]; buffer[0][10] =   data[10]; buffer[0][11] =   data[11]; buffer[0][12] =   data[12]; buffer[0][13] =   data[13]; buffer[0][14] =   data[14]; buffer[0][15] =   data[15]; buffer[0][16] =   data[16]; buffer[0][17] =   data[17]; buffer[0][18] =   data[18]; buffer[0][19] =   data[19];
            buffer[1][0] =   data[20]; buffer[1][1] =   data[21]; buffer[1][2] =   data[22]; buffer[1][3] =   data[23]; buffer[1][4] =   data[24]; buffer[1][5] =   data[25]; buffer[1][6] =   data[26]; buffer[1][7] =   data[27]; buffer[1][8] =   data[28]; buffer[1][9] =   data[29]; buffer[1][10] =   data[30]; buffer[1][11] =   data[31]; buffer[1][12] =   data[32]; buffer[1][13] =   data[33]; buffer[1][14] =   data[34]; buffer[1][15] =   data[35]; buffer[1][16] =   data[36]; buffer[1][17] =   data[37]; buffer[1][18] =   data[38]; buffer[1][19] =   data[39];
            buffer[2][0] =   data[40]; buffer[2][1] =   data[41]; buffer[2][2] =   data[42]; buffer[2][3] =   data[43]; buffer[2][4] =   data[44]; buffer[2][5] =   data[45]; buffer[2][6] =   data[46]; buffer[2][7] =   data[47]; buffer[2][8] =   data[48]; buffer[2][9] =   data[49]; buffer[2][10] =   data[50]; buffer[2][11] =   data[51]; buffer[2][12] =   data[52]; buffer[2][13] =   data[53]; buffer[2][14] =   data[54]; buffer[2][15] =   data[55]; buffer[2][16] =   data[56]; buffer[2][17] =   data[57]; buffer[2][18] =   data[58]; buffer[2][19] =   data[59];
            buffer[3][0] =   data[60]; buffer[3][1] =   data[61]; buffer[3][2] =   data[62]; buffer[3][3] =   data[63]; buffer[3][4] =   data[64]; buffer[3][5] =   data[65]; buffer[3][6] =   data[66]; buffer[3][7] =   data[67]; buffer[3][8] =   data[68]; buffer[3][9] =   data[69]; buffer[3][10] =   data[70]; buffer[3][11] =   data[71]; buffer[3][12] =   data[72]; buffer[3][13] =   data[73]; buffer[3][14] =   data[74]; buffer[3][15] =   data[75]; buffer[3][16] =   data[76]; buffer[3][17] =   data[77]; buffer[3][18] =   data[78]; buffer[3][19] =   data[79];
            buffer[4][0] =   data[80]; buffer[4][1] =   data[81]; buffer[4][2] =   data[82]; buffer[4][3] =   data[83]; buffer[4][4] =   data[84]; buffer[4][5] =   data[85]; buffer[4][6] =   data[86]; buffer[4][7] =   data[87]; buffer[4][8] =   data[88]; buffer[4][9] =   data[89]; buffer[4][10] =   data[90]; buffer[4][11] =   data[91]; buffer[4][12] =   data[92]; buffer[4][13] =   data[93]; buffer[4][14] =   data[94]; buffer[4][15] =   data[95]; buffer[4][16] =   data[96]; buffer[4][17] =   data[97]; buffer[4][18] =   data[98]; buffer[4][19] =   data[99];
            buffer[5][0] =  data[100]; buffer[5][1] =  data[101]; buffer[5][2] =  data[102]; buffer[5][3] =  data[103]; buffer[5][4] =  data[104]; buffer[5][5] =  data[105]; buffer[5][6] =  data[106]; buffer[5][7] =  data[107]; buffer[5][8] =  data[108]; buffer[5][9] =  data[109]; buffer[5][10] =  data[110]; buffer[5][11] =  data[111]; buffer[5][12] =  data[112]; buffer[5][13] =  data[113]; buffer[5][14] =  data[114]; buffer[5][15] =  data[115]; buffer[5][16] =  data[116]; buffer[5][17] =  data[117]; buffer[5][18] =  data[118]; buffer[5][19] =  data[119];
            buffer[6][0] =  data[120]; buffer[6][1] =  data[121]; buffer[6][2] =  data[122]; buffer[6][3] =  data[123]; buffer[6][4] =  data[124]; buffer[6][5] =  data[125]; buffer[6][6] =  data[126]; buffer[6][7] =  data[127]; buffer[6][8] =  data[128]; buffer[6][9] =  data[129]; buffer[6][10] =  data[130]; buffer[6][11] =  data[131]; buffer[6][12] =  data[132]; buffer[6][13] =  data[133]; buffer[6][14] =  data[134]; buffer[6][15] =  data[135]; buffer[6][16] =  data[136]; buffer[6][17] =  data[137]; buffer[6][18] =  data[138]; buffer[6][19] =  data[139];
            buffer[7][0] =  data[140]; buffer[7][1] =  data[141]; buffer[7][2] =  data[142]; buffer[7][3] =  data[143]; buffer[7][4] =  data[144]; buffer[7][5] =  data[145]; buffer[7][6] =  data[146]; buffer[7][7] =  data[147]; buffer[7][8] =  data[148]; buffer[7][9] =  data[149]; buffer[7][10] =  data[150]; buffer[7][11] =  data[151]; buffer[7][12] =  data[152]; buffer[7][13] =  data[153]; buffer[7][14] =  data[154]; buffer[7][15] =  data[155]; buffer[7][16] =  data[156]; buffer[7][17] =  data[157]; buffer[7][18] =  data[158]; buffer[7][19] =  data[159];
            buffer[8][0] =  data[160]; buffer[8][1] =  data[161]; buffer[8][2] =  data[162]; buffer[8][3] =  data[163]; buffer[8][4] =  data[164]; buffer[8][5] =  data[165]; buffer[8][6] =  data[166]; buffer[8][7] =  data[167]; buffer[8][8] =  data[168]; buffer[8][9] =  data[169]; buffer[8][10] =  data[170]; buffer[8][11] =  data[171]; buffer[8][12] =  data[172]; buffer[8][13] =  data[173]; buffer[8][14] =  data[174]; buffer[8][15] =  data[175]; buffer[8][16] =  data[176]; buffer[8][17] =  data[177]; buffer[8][18] =  data[178]; buffer[8][19] =  data[179];
            buffer[9][0] =  data[180]; buffer[9][1] =  data[181]; buffer[9][2] =  data[182]; buffer[9][3] =  data[183]; buffer[9][4] =  data[184]; buffer[9][5] =  data[185]; buffer[9][6] =  data[186]; buffer[9][7] =  data[187]; buffer[9][8] =  data[188]; buffer[9][9] =  data[189]; buffer[9][10] =  data[190]; buffer[9][11] =  data[191]; buffer[9][12] =  data[192]; buffer[9][13] =  data[193]; buffer[9][14] =  data[194]; buffer[9][15] =  data[195]; buffer[9][16] =  data[196]; buffer[9][17] =  data[197]; buffer[9][18] =  data[198]; buffer[9][19] =  data[199];
            buffer[10][0] =  data[200]; buffer[10][1] =  data[201]; buffer[10][2] =  data[202]; buffer[10][3] =  data[203]; buffer[10][4] =  data[204]; buffer[10][5] =  data[205]; buffer[10][6] =  data[206]; buffer[10][7] =  data[207]; buffer[10][8] =  data[208]; buffer[10][9] =  data[209]; buffer[10][10] =  data[210]; buffer[10][11] =  data[211]; buffer[10][12] =  data[212]; buffer[10][13] =  data[213]; buffer[10][14] =  data[214]; buffer[10][15] =  data[215]; buffer[10][16] =  data[216]; buffer[10][17] =  data[217]; buffer[10][18] =  data[218]; buffer[10][19] =  data[219];
            buffer[11][0] =  data[220]; buffer[11][1] =  data[221]; buffer[11][2] =  data[222]; buffer[11][3] =  data[223]; buffer[11][4] =  data[224]; buffer[11][5] =  data[225]; buffer[11][6] =  data[226]; buffer[11][7] =  data[227]; buffer[11][8] =  data[228]; buffer[11][9] =  data[229]; buffer[11][10] =  data[230]; buffer[11][11] =  data[231]; buffer[11][12] =  data[232]; buffer[11][13] =  data[233]; buffer[11][14] =  data[234]; buffer[11][15] =  data[235]; buffer[11][16] =  data[236]; buffer[11][17] =  data[237]; buffer[11][18] =  data[238]; buffer[11][19] =  data[239];
            buffer[12][0] =  data[240]; buffer[12][1] =  data[241]; buffer[12][2] =  data[242]; buffer[12][3] =  data[243]; buffer[12][4] =  data[244]; buffer[12][5] =  data[245]; buffer[12][6] =  data[246]; buffer[12][7] =  data[247]; buffer[12][8] =  data[248]; buffer[12][9] =  data[249]; buffer[12][10] =  data[250]; buffer[12][11] =  data[251]; buffer[12][12] =  data[252]; buffer[12][13] =  data[253]; buffer[12][14] =  data[254]; buffer[12][15] =  data[255]; buffer[12][16] =  data[256]; buffer[12][17] =  data[257]; buffer[12][18] =  data[258]; buffer[12][19] =  data[259];
            buffer[13][0] =  data[260]; buffer[13][1] =  data[261]; buffer[13][2] =  data[262]; buffer[13][3] =  data[263]; buffer[13][4] =  data[264]; buffer[13][5] =  data[265]; buffer[13][6] =  data[266]; buffer[13][7] =  data[267]; buffer[13][8] =  data[268]; buffer[13][9] =  data[269]; buffer[13][10] =  data[270]; buffer[13][11] =  data[271]; buffer[13][12] =  data[272]; buffer[13][13] =  data[273]; buffer[13][14] =  data[274]; buffer[13][15] =  data[275]; buffer[13][16] =  data[276]; buffer[13][17] =  data[277]; buffer[13][18] =  data[278]; buffer[13][19] =  data[279];
            buffer[14][0] =  data[280]; buffer[14][1] =  data[281]; buffer[14][2] =  data[282]; buffer[14][3] =  data[283]; buffer[14][4] =  data[284]; buffer[14][5] =  data[285]; buffer[14][6] =  data[286]; buffer[14][7] =  data[287]; buffer[14][8] =  data[288]; buffer[14][9] =  data[289]; buffer[14][10] =  data[290]; buffer[14][11] =  data[291]; buffer[14][12] =  data[292]; buffer[14][13] =  data[293]; buffer[14][14] =  data[294]; buffer[14][15] =  data[295]; buffer[14][16] =  data[296]; buffer[14][17] =  data[297]; buffer[14][18] =  data[298]; buffer[14][19] =  data[299];
            buffer[15][0] =  data[300]; buffer[15][1] =  data[301]; buffer[15][2] =  data[302]; buffer[15][3] =  data[303]; buffer[15][4] =  data[304]; buffer[15][5] =  data[305]; buffer[15][6] =  data[306]; buffer[15][7] =  data[307]; buffer[15][8] =  data[308]; buffer[15][9] =  data[309]; buffer[15][10] =  data[310]; buffer[15][11] =  data[311]; buffer[15][12] =  data[312]; buffer[15][13] =  data[313]; buffer[15][14] =  data[314]; buffer[15][15] =  data[315]; buffer[15][16] =  data[316]; buffer[15][17] =  data[317]; buffer[15][18] =  data[318]; buffer[15][19] =  data[319];

        }
    }
};

template<typename input_t, typename output_t>
void phi0_relu(input_t *inp, output_t *out) {
    #pragma HLS INLINE

    out[0] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[0]);
    out[1] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[1]);
    out[2] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[2]);
    out[3] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[3]);
    out[4] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[4]);
    out[5] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[5]);
    out[6] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[6]);
    out[7] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[7]);
    out[8] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[8]);
    out[9] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[9]);
    out[10] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[10]);
    out[11] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[11]);
    out[12] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[12]);
    out[13] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[13]);
    out[14] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[14]);
    out[15] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[15]);
    out[16] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[16]);
    out[17] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[17]);
    out[18] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[18]);
    out[19] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[19]);
    out[20] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[20]);
    out[21] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[21]);
    out[22] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[22]);
    out[23] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[23]);
    out[24] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[24]);
    out[25] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[25]);
    out[26] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[26]);
    out[27] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[27]);
    out[28] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[28]);
    out[29] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[29]);
    out[30] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[30]);
    out[31] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[31]);
    out[32] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[32]);
    out[33] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[33]);
    out[34] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[34]);
    out[35] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[35]);
    out[36] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[36]);
    out[37] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[37]);
    out[38] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[38]);
    out[39] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[39]);
    out[40] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[40]);
    out[41] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[41]);
    out[42] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[42]);
    out[43] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[43]);
    out[44] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[44]);
    out[45] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[45]);
    out[46] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[46]);
    out[47] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[47]);
    out[48] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[48]);
    out[49] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[49]);
    out[50] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[50]);
    out[51] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[51]);
    out[52] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[52]);
    out[53] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[53]);
    out[54] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[54]);
    out[55] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[55]);
    out[56] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[56]);
    out[57] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[57]);
    out[58] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[58]);
    out[59] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[59]);
    out[60] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[60]);
    out[61] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[61]);
    out[62] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[62]);
    out[63] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[63]);
    out[64] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[64]);
    out[65] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[65]);
    out[66] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[66]);
    out[67] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[67]);
    out[68] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[68]);
    out[69] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[69]);
    out[70] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[70]);
    out[71] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[71]);
    out[72] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[72]);
    out[73] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[73]);
    out[74] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[74]);
    out[75] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[75]);
    out[76] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[76]);
    out[77] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[77]);
    out[78] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[78]);
    out[79] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[79]);
    out[80] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[80]);
    out[81] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[81]);
    out[82] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[82]);
    out[83] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[83]);
    out[84] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[84]);
    out[85] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[85]);
    out[86] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[86]);
    out[87] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[87]);
    out[88] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[88]);
    out[89] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[89]);
    out[90] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[90]);
    out[91] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[91]);
    out[92] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[92]);
    out[93] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[93]);
    out[94] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[94]);
    out[95] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[95]);
    out[96] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[96]);
    out[97] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[97]);
    out[98] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[98]);
    out[99] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[99]);
    out[100] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[100]);
    out[101] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[101]);
    out[102] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[102]);
    out[103] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[103]);
    out[104] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[104]);
    out[105] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[105]);
    out[106] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[106]);
    out[107] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[107]);
    out[108] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[108]);
    out[109] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[109]);
    out[110] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[110]);
    out[111] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[111]);
    out[112] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[112]);
    out[113] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[113]);
    out[114] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[114]);
    out[115] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[115]);
    out[116] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[116]);
    out[117] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[117]);
    out[118] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[118]);
    out[119] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[119]);
    out[120] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[120]);
    out[121] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[121]);
    out[122] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[122]);
    out[123] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[123]);
    out[124] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[124]);
    out[125] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[125]);
    out[126] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[126]);
    out[127] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[127]);
    out[128] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[128]);
    out[129] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[129]);
    out[130] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[130]);
    out[131] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[131]);
    out[132] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[132]);
    out[133] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[133]);
    out[134] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[134]);
    out[135] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[135]);
    out[136] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[136]);
    out[137] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[137]);
    out[138] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[138]);
    out[139] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[139]);
    out[140] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[140]);
    out[141] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[141]);
    out[142] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[142]);
    out[143] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[143]);
    out[144] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[144]);
    out[145] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[145]);
    out[146] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[146]);
    out[147] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[147]);
    out[148] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[148]);
    out[149] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[149]);
    out[150] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[150]);
    out[151] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[151]);
    out[152] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[152]);
    out[153] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[153]);
    out[154] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[154]);
    out[155] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[155]);
    out[156] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[156]);
    out[157] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[157]);
    out[158] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[158]);
    out[159] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[159]);
}
template<class data_T, typename CONFIG_T>
class fill_buffer_21 : public nnet::FillConv1DBuffer<data_T, CONFIG_T> {
    public:
    static void fill_buffer(
        data_T data[CONFIG_T::in_width * CONFIG_T::n_chan],
        data_T buffer[CONFIG_T::n_pixels][CONFIG_T::filt_width * CONFIG_T::n_chan],
        const unsigned partition
    ) {
        if (partition ==   0) {
            buffer[0][0] =    data[0]; buffer[0][1] =    data[1]; buffer[0][2] =    data[2]; buffer[0][3] =    data[3]; buffer[0][4] =    data[4]; buffer[0][5] =    data[5]; buffer[0][6] =    data[6]; buffer[0][7] =    data[7]; buffer[0][8] =    data[8]; buffer[0][9] =    data[9];
            buffer[1][0] =   data[10]; buffer[1][1] =   data[11]; buffer[1][2] =   data[12]; buffer[1][3] =   data[13]; buffer[1][4] =   data[14]; buffer[1][5] =   data[15]; buffer[1][6] =   data[16]; buffer[1][7] =   data[17]; buffer[1][8] =   data[18]; buffer[1][9] =   data[19];
            buffer[2][0] =   data[20]; buffer[2][1] =   data[21]; buffer[2][2] =   data[22]; buffer[2][3] =   data[23]; buffer[2][4] =   data[24]; buffer[2][5] =   data[25]; buffer[2][6] =   data[26]; buffer[2][7] =   data[27]; buffer[2][8] =   data[28]; buffer[2][9] =   data[29];
            buffer[3][0] =   data[30]; buffer[3][1] =   data[31]; buffer[3][2] =   data[32]; buffer[3][3] =   data[33]; buffer[3][4] =   data[34]; buffer[3][5] =   data[35]; buffer[3][6] =   data[36]; buffer[3][7] =   data[37]; buffer[3][8] =   data[38]; buffer[3][9] =   data[39];
            buffer[4][0] =   data[40]; buffer[4][1] =   data[41]; buffer[4][2] =   data[42]; buffer[4][3] =   data[43]; buffer[4][4] =   data[44]; buffer[4][5] =   data[45]; buffer[4][6] =   data[46]; buffer[4][7] =   data[47]; buffer[4][8] =   data[48]; buffer[4][9] =   data[49];
            buffer[5][0] =   data[50]; buffer[5][1] =   data[51]; buffer[5][2] =   data[52]; buffer[5][3] =   data[53]; buffer[5][4] =   data[54]; buffer[5][5] =   data[55]; buffer[5][6] =   data[56]; buffer[5][7] =   data[57]; buffer[5][8] =   data[58]; buffer[5][9] =   data[59];
            buffer[6][0] =   data[60]; buffer[6][1] =   data[61]; buffer[6][2] =   data[62]; buffer[6][3] =   data[63]; buffer[6][4] =   data[64]; buffer[6][5] =   data[65]; buffer[6][6] =   data[66]; buffer[6][7] =   data[67]; buffer[6][8] =   data[68]; buffer[6][9] =   data[69];
            buffer[7][0] =   data[70]; buffer[7][1] =   data[71]; buffer[7][2] =   data[72]; buffer[7][3] =   data[73]; buffer[7][4] =   data[74]; buffer[7][5] =   data[75]; buffer[7][6] =   data[76]; buffer[7][7] =   data[77]; buffer[7][8] =   data[78]; buffer[7][9] =   data[79];
            buffer[8][0] =   data[80]; buffer[8][1] =   data[81]; buffer[8][2] =   data[82]; buffer[8][3] =   data[83]; buffer[8][4] =   data[84]; buffer[8][5] =   data[85]; buffer[8][6] =   data[86]; buffer[8][7] =   data[87]; buffer[8][8] =   data[88]; buffer[8][9] =   data[89];
            buffer[9][0] =   data[90]; buffer[9][1] =   data[91]; buffer[9][2] =   data[92]; buffer[9][3] =   data[93]; buffer[9][4] =   data[94]; buffer[9][5] =   data[95]; buffer[9][6] =   data[96]; buffer[9][7] =   data[97]; buffer[9][8] =   data[98]; buffer[9][9] =   data[99];
            buffer[10][0] =  data[100]; buffer[10][1] =  data[101]; buffer[10][2] =  data[102]; buffer[10][3] =  data[103]; buffer[10][4] =  data[104]; buffer[10][5] =  data[105]; buffer[10][6] =  data[106]; buffer[10][7] =  data[107]; buffer[10][8] =  data[108]; buffer[10][9] =  data[109];
            buffer[11][0] =  data[110]; buffer[11][1] =  data[111]; buffer[11][2] =  data[112]; buffer[11][3] =  data[113]; buffer[11][4] =  data[114]; buffer[11][5] =  data[115]; buffer[11][6] =  data[116]; buffer[11][7] =  data[117]; buffer[11][8] =  data[118]; buffer[11][9] =  data[119];
            buffer[12][0] =  data[120]; buffer[12][1] =  data[121]; buffer[12][2] =  data[122]; buffer[12][3] =  data[123]; buffer[12][4] =  data[124]; buffer[12][5] =  data[125]; buffer[12][6] =  data[126]; buffer[12][7] =  data[127]; buffer[12][8] =  data[128]; buffer[12][9] =  data[129];
            buffer[13][0] =  data[130]; buffer[13][1] =  data[131]; buffer[13][2] =  data[132]; buffer[13][3] =  data[133]; buffer[13][4] =  data[134]; buffer[13][5] =  data[135]; buffer[13][6] =  data[136]; buffer[13][7] =  data[137]; buffer[13][8] =  data[138]; buffer[13][9] =  data[139];
            buffer[14][0] =  data[140]; buffer[14][1] =  data[141]; buffer[14][2] =  data[142]; buffer[14][3] =  data[143]; buffer[14][4] =  data[144]; buffer[14][5] =  data[145]; buffer[14][6] =  data[146]; buffer[14][7] =  data[147]; buffer[14][8] =  data[148]; buffer[14][9] =  data[149];
            buffer[15][0] =  data[150]; buffer[15][1] =  data[151]; buffer[15][2] =  data[152]; buffer[15][3] =  data[153]; buffer[15][4] =  data[154]; buffer[15][5] =  data[155]; buffer[15][6] =  data[156]; buffer[15][7] =  data[157]; buffer[15][8] =  data[158]; buffer[15][9] =  data[159];

        }
    }
};

template<typename input_t, typename output_t>
void phi1_relu(input_t *inp, output_t *out) {
    #pragma HLS INLINE

    out[0] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[0]);
    out[1] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[1]);
    out[2] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[2]);
    out[3] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[3]);
    out[4] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[4]);
    out[5] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[5]);
    out[6] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[6]);
    out[7] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[7]);
    out[8] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[8]);
    out[9] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[9]);
    out[10] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[10]);
    out[11] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[11]);
    out[12] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[12]);
    out[13] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[13]);
    out[14] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[14]);
    out[15] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[15]);
    out[16] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[16]);
    out[17] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[17]);
    out[18] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[18]);
    out[19] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[19]);
    out[20] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[20]);
    out[21] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[21]);
    out[22] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[22]);
    out[23] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[23]);
    out[24] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[24]);
    out[25] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[25]);
    out[26] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[26]);
    out[27] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[27]);
    out[28] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[28]);
    out[29] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[29]);
    out[30] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[30]);
    out[31] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[31]);
    out[32] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[32]);
    out[33] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[33]);
    out[34] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[34]);
    out[35] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[35]);
    out[36] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[36]);
    out[37] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[37]);
    out[38] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[38]);
    out[39] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[39]);
    out[40] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[40]);
    out[41] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[41]);
    out[42] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[42]);
    out[43] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[43]);
    out[44] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[44]);
    out[45] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[45]);
    out[46] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[46]);
    out[47] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[47]);
    out[48] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[48]);
    out[49] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[49]);
    out[50] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[50]);
    out[51] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[51]);
    out[52] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[52]);
    out[53] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[53]);
    out[54] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[54]);
    out[55] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[55]);
    out[56] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[56]);
    out[57] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[57]);
    out[58] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[58]);
    out[59] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[59]);
    out[60] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[60]);
    out[61] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[61]);
    out[62] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[62]);
    out[63] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[63]);
    out[64] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[64]);
    out[65] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[65]);
    out[66] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[66]);
    out[67] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[67]);
    out[68] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[68]);
    out[69] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[69]);
    out[70] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[70]);
    out[71] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[71]);
    out[72] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[72]);
    out[73] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[73]);
    out[74] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[74]);
    out[75] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[75]);
    out[76] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[76]);
    out[77] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[77]);
    out[78] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[78]);
    out[79] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[79]);
    out[80] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[80]);
    out[81] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[81]);
    out[82] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[82]);
    out[83] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[83]);
    out[84] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[84]);
    out[85] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[85]);
    out[86] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[86]);
    out[87] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[87]);
    out[88] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[88]);
    out[89] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[89]);
    out[90] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[90]);
    out[91] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[91]);
    out[92] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[92]);
    out[93] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[93]);
    out[94] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[94]);
    out[95] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[95]);
    out[96] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[96]);
    out[97] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[97]);
    out[98] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[98]);
    out[99] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[99]);
    out[100] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[100]);
    out[101] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[101]);
    out[102] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[102]);
    out[103] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[103]);
    out[104] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[104]);
    out[105] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[105]);
    out[106] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[106]);
    out[107] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[107]);
    out[108] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[108]);
    out[109] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[109]);
    out[110] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[110]);
    out[111] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[111]);
    out[112] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[112]);
    out[113] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[113]);
    out[114] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[114]);
    out[115] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[115]);
    out[116] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[116]);
    out[117] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[117]);
    out[118] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[118]);
    out[119] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[119]);
    out[120] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[120]);
    out[121] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[121]);
    out[122] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[122]);
    out[123] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[123]);
    out[124] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[124]);
    out[125] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[125]);
    out[126] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[126]);
    out[127] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[127]);
    out[128] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[128]);
    out[129] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[129]);
    out[130] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[130]);
    out[131] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[131]);
    out[132] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[132]);
    out[133] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[133]);
    out[134] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[134]);
    out[135] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[135]);
    out[136] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[136]);
    out[137] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[137]);
    out[138] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[138]);
    out[139] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[139]);
    out[140] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[140]);
    out[141] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[141]);
    out[142] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[142]);
    out[143] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[143]);
    out[144] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[144]);
    out[145] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[145]);
    out[146] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[146]);
    out[147] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[147]);
    out[148] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[148]);
    out[149] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[149]);
    out[150] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[150]);
    out[151] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[151]);
    out[152] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[152]);
    out[153] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[153]);
    out[154] = ap_ufixed<9,6,AP_RND_CONV,AP_SAT>(inp[154]);
    out[155] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[155]);
    out[156] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[156]);
    out[157] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[157]);
    out[158] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[158]);
    out[159] = ap_ufixed<9,-2,AP_RND_CONV,AP_SAT>(inp[159]);
}

template<typename input_t, typename output_t>
void pool(input_t *inp, output_t *out) {
    #pragma HLS INLINE

    out[0] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[0]);
    out[1] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[1]);
    out[2] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[2]);
    out[3] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[3]);
    out[4] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[4]);
    out[5] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[5]);
    out[6] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[6]);
    out[7] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[7]);
    out[8] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[8]);
    out[9] = ap_ufixed<9,-5,AP_RND_CONV,AP_SAT>(inp[9]);
}

template<typename input_t, typename output_t>
void rho0_relu(input_t *inp, output_t *out) {
    #pragma HLS INLINE

    out[0] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[0]);
    out[1] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[1]);
    out[2] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[2]);
    out[3] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[3]);
    out[4] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[4]);
    out[5] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[5]);
    out[6] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[6]);
    out[7] = ap_ufixed<9,-4,AP_RND_CONV,AP_SAT>(inp[7]);
    out[8] = ap_ufixed<9,0,AP_RND_CONV,AP_SAT>(inp[8]);
    out[9] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[9]);
    out[10] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[10]);
    out[11] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[11]);
    out[12] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[12]);
    out[13] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[13]);
    out[14] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[14]);
    out[15] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[15]);
    out[16] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[16]);
    out[17] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[17]);
    out[18] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[18]);
    out[19] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[19]);
    out[20] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[20]);
    out[21] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[21]);
    out[22] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[22]);
    out[23] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[23]);
    out[24] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[24]);
    out[25] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[25]);
    out[26] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[26]);
    out[27] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[27]);
    out[28] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[28]);
    out[29] = ap_ufixed<9,1,AP_RND_CONV,AP_SAT>(inp[29]);
    out[30] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[30]);
    out[31] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[31]);
}

template<typename input_t, typename output_t>
void rho1_relu(input_t *inp, output_t *out) {
    #pragma HLS INLINE

    out[0] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[0]);
    out[1] = ap_ufixed<9,-6,AP_RND_CONV,AP_SAT>(inp[1]);
    out[2] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[2]);
    out[3] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[3]);
    out[4] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[4]);
    out[5] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[5]);
    out[6] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[6]);
    out[7] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[7]);
    out[8] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[8]);
    out[9] = ap_ufixed<9,4,AP_RND_CONV,AP_SAT>(inp[9]);
    out[10] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[10]);
    out[11] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[11]);
    out[12] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[12]);
    out[13] = ap_ufixed<9,2,AP_RND_CONV,AP_SAT>(inp[13]);
    out[14] = ap_ufixed<9,5,AP_RND_CONV,AP_SAT>(inp[14]);
    out[15] = ap_ufixed<9,3,AP_RND_CONV,AP_SAT>(inp[15]);
}

} // namespace d_967e668db3b4

#endif
