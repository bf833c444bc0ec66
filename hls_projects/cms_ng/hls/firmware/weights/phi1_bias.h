//Numpy array shape [10]
//Min -0.201171875000
//Max 0.267578125000
//Number of zeros 0

#ifndef PHI1_BIAS_H_
#define PHI1_BIAS_H_

namespace d_5ac71871e2e5 {

phi1_bias_t phi1_bias[10] = {0.011718750, 0.267578125, -0.082031250, 0.056640625, -0.060546875, 0.140625000, -0.056640625, -0.089843750, -0.072265625, -0.201171875};

}


#endif
