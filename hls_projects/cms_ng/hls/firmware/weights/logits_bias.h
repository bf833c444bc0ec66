//Numpy array shape [8]
//Min -0.326171875000
//Max 0.289062500000
//Number of zeros 0

#ifndef LOGITS_BIAS_H_
#define LOGITS_BIAS_H_

namespace d_e0cc4f2e9141 {

logits_bias_t logits_bias[8] = {-0.128906250, -0.083984375, -0.097656250, -0.056640625, 0.080078125, 0.289062500, 0.128906250, -0.326171875};

}


#endif
