// Which network a library holds, and how many integers go in and out: what the exported `model_info` returns.
#ifndef CODESIGN_MODEL_INFO_H_
#define CODESIGN_MODEL_INFO_H_

#include <cstddef>

struct PortInfo {
    const char *name;
    std::size_t size; // integers
};

struct ModelInfo {
    const char *name; // of the top function
    const char *net;  // the version: changes with anything the firmware computes
    PortInfo input;
    const PortInfo *outputs; // in the order of `read_result`
    std::size_t output_count;
};

#endif
