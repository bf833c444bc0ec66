#ifndef CMS_NG_967E668DB3B4_H_
#define CMS_NG_967E668DB3B4_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "hls_stream.h"

#include "defines.h"

namespace d_967e668db3b4 {

// Prototype of top level function for C-synthesis
void cms_ng_967e668db3b4(
    candidates_t candidates[16*20],
    logits_t logits[8]
);

// hls-fpga-machine-learning insert emulator-defines

}

#endif
