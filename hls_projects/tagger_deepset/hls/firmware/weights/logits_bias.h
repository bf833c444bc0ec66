//Numpy array shape [8]
//Min -0.289062500000
//Max 0.441406250000
//Number of zeros 0

#ifndef LOGITS_BIAS_H_
#define LOGITS_BIAS_H_

namespace d_4d34852e09c2 {

logits_bias_t logits_bias[8] = {-0.08593750, -0.15625000, -0.24218750, 0.44140625, 0.11718750, 0.08984375, -0.28125000, -0.28906250};

}


#endif
