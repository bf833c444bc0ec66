//Numpy array shape [8]
//Min -0.457031250000
//Max 0.238281250000
//Number of zeros 0

#ifndef TAGGER_MLP_D3DC3523905D_LOGITS_BIAS_H_
#define TAGGER_MLP_D3DC3523905D_LOGITS_BIAS_H_

namespace d_d3dc3523905d {

logits_bias_t logits_bias[8] = {-0.10937500, -0.08984375, 0.17578125, 0.02343750, 0.05078125, 0.23828125, -0.45703125, -0.14843750};

}


#endif
