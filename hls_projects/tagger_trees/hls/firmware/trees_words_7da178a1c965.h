#ifndef TREES_WORDS_7DA178A1C965_H_
#define TREES_WORDS_7DA178A1C965_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "hls_stream.h"

#include "defines.h"

namespace d_7da178a1c965 {

// Prototype of top level function for C-synthesis
void trees_words_7da178a1c965(
    candidates_t candidates[16*17],
    logits_t logits[8]
);

// hls-fpga-machine-learning insert emulator-defines

}

#endif
