#ifndef TAGGER_MLP_D3DC3523905D_H_
#define TAGGER_MLP_D3DC3523905D_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "hls_stream.h"

#include "defines.h"

namespace d_d3dc3523905d {

// Prototype of top level function for C-synthesis
void tagger_mlp_d3dc3523905d(
    candidates_t candidates[16*20],
    logits_t logits[8]
);

// hls-fpga-machine-learning insert emulator-defines

}

#endif
