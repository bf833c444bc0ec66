//Numpy array shape [1]
//Min 0.085937500000
//Max 0.085937500000
//Number of zeros 0

#ifndef MASS_RESPONSE_BIAS_H_
#define MASS_RESPONSE_BIAS_H_

namespace d_609432a171de {

mass_response_bias_t mass_response_bias[1] = {0.0859375};

}


#endif
