//Numpy array shape [8]
//Min -0.355468750000
//Max 0.285156250000
//Number of zeros 0

#ifndef LOGITS_BIAS_H_
#define LOGITS_BIAS_H_

namespace d_533985dcb1a6 {

logits_bias_t logits_bias[8] = {-0.10546875, -0.15234375, -0.22265625, 0.28515625, 0.15625000, 0.21484375, -0.18750000, -0.35546875};

}


#endif
