//Numpy array shape [10]
//Min -0.265625000000
//Max 0.068359375000
//Number of zeros 0

#ifndef PHI0_BIAS_H_
#define PHI0_BIAS_H_

namespace d_5ac71871e2e5 {

phi0_bias_t phi0_bias[10] = {-0.056640625, -0.072265625, 0.068359375, 0.042968750, -0.164062500, -0.033203125, -0.001953125, -0.115234375, -0.265625000, -0.001953125};

}


#endif
