//Numpy array shape [8]
//Min -0.353515625000
//Max 0.306640625000
//Number of zeros 0

#ifndef CMS_NG_967E668DB3B4_LOGITS_BIAS_H_
#define CMS_NG_967E668DB3B4_LOGITS_BIAS_H_

namespace d_967e668db3b4 {

logits_bias_t logits_bias[8] = {-0.173828125, -0.123046875, -0.152343750, -0.062500000, 0.187500000, 0.306640625, -0.353515625, -0.003906250};

}


#endif
