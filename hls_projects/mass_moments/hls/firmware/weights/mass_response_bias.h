//Numpy array shape [1]
//Min 0.078125000000
//Max 0.078125000000
//Number of zeros 0

#ifndef MASS_RESPONSE_BIAS_H_
#define MASS_RESPONSE_BIAS_H_

namespace d_d44a2ecb152f {

mass_response_bias_t mass_response_bias[1] = {0.07812500};

}


#endif
