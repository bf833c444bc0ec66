// The top function of net d3dc3523905d with integers in and out: value = integer * 2^exponent of the element.
// Written for this design; the testbench and the emulator are the same for all designs.
#ifndef INTEGERS_d3dc3523905d_H_
#define INTEGERS_d3dc3523905d_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "firmware/tagger_mlp_d3dc3523905d.h"

namespace d_d3dc3523905d_integers {

typedef std::vector<std::int64_t> Vector;

struct Tensor {
    const char *name;
    std::size_t size;
    std::vector<int> exponents; // of the elements in order; repeated where the tensor has more elements

    int exponent(std::size_t element) const { return exponents[element % exponents.size()]; }
};

const char *const NAME = "tagger_mlp_d3dc3523905d";
const char *const NET = "d3dc3523905d";
static const Tensor INPUT = {"candidates", 320, {-6, -10, -10, -6, -6, -8, 0, 0, 0, 0, 0, 0, 0, 0, -7, -4, 0, -8, -3, -2}};
static const std::vector<Tensor> OUTPUTS = {
    {"logits", 8, {-9}},
};
// In the order of the network.
static const std::vector<Tensor> INTERNAL = {
    {"inputs", 320, {-3, -6, -4, -5, -5, -6, 0, 0, 0, 0, 0, 0, 0, 0, -4, -4, 0, -4, -2, -1, -4, -7, -5, -5, -4, -5, 0, 0, 0, 0, 0, 0, 0, 0, -4, -4, 0, -4, -2, -1, -4, -8, -4, -4, -4, -5, 0, 0, 0, 0, 0, 0, 0, 0, -4, -4, 0, -5, -2, -1, -3, -7, -3, -4, -4, -5, 0, 0, 0, 0, 0, 0, 0, 0, -4, -4, 0, -4, -2, -1, -3, -7, -3, -3, -3, -5, 0, 0, 0, 0, 0, 0, 0, 0, -4, -3, 0, -4, -2, -1, -3, -7, -4, -3, -3, -4, 0, 0, 0, 0, 0, 0, 0, 0, -4, -3, 0, -5, -2, -1, -3, -7, -4, -3, -3, -5, -2, 0, -4, 0, 0, 0, 0, 0, -4, -3, 0, -5, -2, -1, -3, -7, -4, -3, -3, -5, -2, 0, 0, 0, 0, 0, 0, -2, -4, -3, 0, -5, -2, -1, -3, -7, -4, -3, -3, -5, -2, -4, -4, 0, 0, -2, 0, 0, -4, -3, 0, -5, -2, -1, -3, -7, -4, -3, -3, -5, -2, -4, -4, 0, 0, 0, 0, 0, -4, -2, 0, -5, -2, 0, -4, -8, -4, -3, -3, -5, -2, -4, 0, -4, -4, -2, 0, 0, -4, -3, -1, -5, -2, -1, -4, -8, -4, -3, -3, -5, -2, -4, -4, 0, -4, -2, -2, 0, -4, -3, -1, -5, -1, 0, -4, -8, -4, -3, -3, -5, -2, 0, -4, -4, -4, -2, -2, 0, -4, -2, -1, -5, -2, 0, -4, -8, -4, -3, -3, -5, -2, -4, -4, -4, -4, -2, -2, 0, -4, -2, -1, -5, -1, -1, -4, -8, -4, -3, -3, -5, -2, -4, -4, -4, -4, -2, -2, -2, -4, -1, -1, -5, -2, 0, -4, -8, -5, -3, -3, -5, -2, -4, 0, -4, -4, -2, -2, 0, -4, -1, -1, -4, 0, 0}},
    {"hidden0", 32, {-10, -10, -10, -10, -10, -10, -9, -10, -10, -10, -10, -9, -10, -10, -10, -10, -10, -10, -10, -9, -10, -10, -10, -9, -9, -9, -10, -10, -10, -9, -9, -10}},
    {"hidden0_relu", 32, {-2, -3, -2, -2, -2, -2, -2, -1, -2, -3, -2, -2, -3, -3, -2, -3, -2, -3, -2, -1, -1, -2, -2, -2, -2, -2, -3, -1, -2, -2, -2, -2}},
    {"hidden1", 32, {-8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -5, -8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -8, -6, -8}},
    {"hidden1_relu", 32, {-3, -3, -3, -3, -2, -2, -3, -3, -4, -3, -2, -2, -3, -4, -3, -3, -6, -3, -3, -3, -3, -3, -3, -4, -2, -4, -4, -4, -4, -3, -5, -2}},
    {"hidden2", 16, {-9, -9, -8, -8, -9, -9, -9, -9, -9, -8, -9, -9, -9, -9, -9, -9}},
    {"hidden2_relu", 16, {-3, -3, -4, -2, -3, -4, -4, -3, -4, -6, -3, -4, -3, -3, -4, -4}},
};
// All that the top function saves for tracing: the internal tensors, the outputs, and results before rounding.
static const std::vector<Tensor> SAVED = {
    {"inputs", 320, {0}},
    {"hidden0", 32, {0}},
    {"hidden0_relu_exact", 32, {0}},
    {"hidden0_relu", 32, {0}},
    {"hidden1", 32, {0}},
    {"hidden1_relu_exact", 32, {0}},
    {"hidden1_relu", 32, {0}},
    {"hidden2", 16, {0}},
    {"hidden2_relu_exact", 16, {0}},
    {"hidden2_relu", 16, {0}},
    {"logits", 8, {0}},
};

// What `in_lsb` returns for a value that has no integer.
const std::int64_t NO_INTEGER = INT64_MIN;

inline std::int64_t in_lsb(double value, int exponent) {
    const double scaled = std::ldexp(value, -exponent);
    return scaled == std::floor(scaled) ? static_cast<std::int64_t>(scaled) : NO_INTEGER;
}

template <class T> void set(T *port, const Tensor &tensor, const Vector &from) {
    for (std::size_t i = 0; i < tensor.size; i++) {
        const double value = std::ldexp(static_cast<double>(from[i]), tensor.exponent(i));
        port[i] = value;
        if (port[i].to_double() != value)
            throw std::out_of_range(std::string(tensor.name) + "[" + std::to_string(i) + "] does not take the integer " +
                                    std::to_string(from[i]));
    }
}

template <class T> void get(const T *port, const Tensor &tensor, Vector &to) {
    for (std::size_t i = 0; i < tensor.size; i++)
        to[i] = in_lsb(port[i].to_double(), tensor.exponent(i));
}

// One jet. input: INPUT.size integers; outputs: for each of OUTPUTS a vector of its size, which is filled.
// Throws std::out_of_range for an integer that the port does not take.
inline void run(const Vector &input, std::vector<Vector> &outputs) {
    using namespace d_d3dc3523905d;
    candidates_t candidates[320];
    logits_t logits[8];
    set(candidates, INPUT, input);
    tagger_mlp_d3dc3523905d(candidates, logits);
    get(logits, OUTPUTS[0], outputs[0]);
}

} // namespace d_d3dc3523905d_integers

// For this design's own testbench and emulator; an alias is not linked, so that several designs fit into one program.
namespace integers = d_d3dc3523905d_integers;

#endif
