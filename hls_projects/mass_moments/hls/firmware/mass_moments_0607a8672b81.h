#ifndef MASS_MOMENTS_0607A8672B81_H_
#define MASS_MOMENTS_0607A8672B81_H_

#include "ap_fixed.h"
#include "ap_int.h"
#include "hls_stream.h"

#include "defines.h"

namespace d_0607a8672b81 {

// Prototype of top level function for C-synthesis
void mass_moments_0607a8672b81(
    candidates_t candidates[16*20],
    mass_response_t mass_response[1]
);

// hls-fpga-machine-learning insert emulator-defines

}

#endif
