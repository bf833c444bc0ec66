//Numpy array shape [10]
//Min -0.091796875000
//Max 0.308593750000
//Number of zeros 0

#ifndef PHI0_BIAS_H_
#define PHI0_BIAS_H_

namespace d_e0cc4f2e9141 {

phi0_bias_t phi0_bias[10] = {0.169921875, 0.009765625, -0.083984375, 0.070312500, -0.091796875, 0.308593750, -0.076171875, -0.005859375, -0.076171875, -0.013671875};

}


#endif
