//Numpy array shape [8]
//Min -0.339843750000
//Max 0.234375000000
//Number of zeros 0

#ifndef LOGITS_BIAS_H_
#define LOGITS_BIAS_H_

namespace d_602868f8e714 {

logits_bias_t logits_bias[8] = {-0.17578125, -0.15625000, 0.23437500, 0.15625000, 0.06250000, 0.13671875, -0.20703125, -0.33984375};

}


#endif
