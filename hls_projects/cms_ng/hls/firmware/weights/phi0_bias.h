//Numpy array shape [10]
//Min -0.128906250000
//Max 0.343750000000
//Number of zeros 0

#ifndef PHI0_BIAS_H_
#define PHI0_BIAS_H_

namespace d_967e668db3b4 {

phi0_bias_t phi0_bias[10] = {0.343750000, -0.128906250, -0.050781250, 0.185546875, -0.029296875, 0.083984375, -0.056640625, -0.009765625, -0.097656250, -0.003906250};

}


#endif
