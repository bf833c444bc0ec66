//Numpy array shape [1]
//Min 0.082031250000
//Max 0.082031250000
//Number of zeros 0

#ifndef MASS_MOMENTS_0607A8672B81_MASS_RESPONSE_BIAS_H_
#define MASS_MOMENTS_0607A8672B81_MASS_RESPONSE_BIAS_H_

namespace d_0607a8672b81 {

mass_response_bias_t mass_response_bias[1] = {0.08203125};

}


#endif
