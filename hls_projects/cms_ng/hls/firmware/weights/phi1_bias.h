//Numpy array shape [10]
//Min -0.218750000000
//Max 0.302734375000
//Number of zeros 0

#ifndef PHI1_BIAS_H_
#define PHI1_BIAS_H_

namespace d_e0cc4f2e9141 {

phi1_bias_t phi1_bias[10] = {-0.056640625, 0.001953125, 0.251953125, 0.302734375, -0.130859375, -0.218750000, -0.068359375, -0.082031250, 0.166015625, -0.064453125};

}


#endif
