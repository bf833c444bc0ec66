//Numpy array shape [10]
//Min -0.244140625000
//Max 0.402343750000
//Number of zeros 0

#ifndef PHI1_BIAS_H_
#define PHI1_BIAS_H_

namespace d_967e668db3b4 {

phi1_bias_t phi1_bias[10] = {0.113281250, -0.140625000, 0.402343750, -0.052734375, -0.111328125, 0.033203125, -0.064453125, -0.244140625, 0.150390625, 0.037109375};

}


#endif
