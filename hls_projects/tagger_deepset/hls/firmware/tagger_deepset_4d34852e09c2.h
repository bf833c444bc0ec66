#ifndef TAGGER_DEEPSET_4D34852E09C2_H_
#define TAGGER_DEEPSET_4D34852E09C2_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "hls_stream.h"

#include "defines.h"

namespace d_4d34852e09c2 {

// Prototype of top level function for C-synthesis
void tagger_deepset_4d34852e09c2(
    candidates_t candidates[16*20],
    logits_t logits[8]
);

// hls-fpga-machine-learning insert emulator-defines

}

#endif
