// Drives NAME_stream clock by clock, and writes what it shows after each rising edge.
// usage: simulate STIMULI RESPONSES
// Both files are records of 8-byte words, one a clock, little endian. A stimulus is a word of flags (bit 0: valid_in,
// bit 1: rst), then the bits of model_inp; a response is a word with valid_out, then the bits of model_out.

#include "Vtop.h"
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

constexpr size_t words(size_t bytes) { return (bytes + 7) / 8; }

int main(int, char **arguments) {
    Vtop top;
    std::vector<uint64_t> stimulus(1 + words(sizeof top.model_inp)), response(1 + words(sizeof top.model_out));
    std::FILE *stimuli = std::fopen(arguments[1], "rb"), *responses = std::fopen(arguments[2], "wb");
    if (!stimuli || !responses) {
        std::perror("simulate");
        return 1;
    }
    while (std::fread(stimulus.data(), 8, stimulus.size(), stimuli) == stimulus.size()) {
        top.valid_in = stimulus[0] & 1;
        top.rst = stimulus[0] >> 1 & 1;
        std::memcpy(&top.model_inp, &stimulus[1], sizeof top.model_inp);
        top.clk = 0;
        top.eval();
        top.clk = 1;
        top.eval();
        response[0] = top.valid_out;
        std::memcpy(&response[1], &top.model_out, sizeof top.model_out);
        if (std::fwrite(response.data(), 8, response.size(), responses) != response.size()) {
            std::perror("simulate");
            return 1;
        }
    }
    top.final();
    return std::fclose(responses) ? 1 : 0;
}
