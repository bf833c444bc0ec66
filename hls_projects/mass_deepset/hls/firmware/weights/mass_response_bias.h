//Numpy array shape [1]
//Min 0.089843750000
//Max 0.089843750000
//Number of zeros 0

#ifndef MASS_RESPONSE_BIAS_H_
#define MASS_RESPONSE_BIAS_H_

namespace d_ff79f18fae91 {

mass_response_bias_t mass_response_bias[1] = {0.0898437500};

}


#endif
