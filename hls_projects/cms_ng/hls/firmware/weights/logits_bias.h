//Numpy array shape [8]
//Min -0.316406250000
//Max 0.193359375000
//Number of zeros 0

#ifndef LOGITS_BIAS_H_
#define LOGITS_BIAS_H_

namespace d_5ac71871e2e5 {

logits_bias_t logits_bias[8] = {0.111328125, 0.193359375, 0.031250000, -0.011718750, 0.074218750, 0.101562500, -0.162109375, -0.316406250};

}


#endif
