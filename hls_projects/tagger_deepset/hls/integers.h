// The top function of net 4d34852e09c2 with integers in and out: value = integer * 2^exponent of the element.
// Written for this design; the testbench and the emulator are the same for all designs.
#ifndef INTEGERS_4d34852e09c2_H_
#define INTEGERS_4d34852e09c2_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "firmware/tagger_deepset_4d34852e09c2.h"

namespace d_4d34852e09c2_integers {

typedef std::vector<std::int64_t> Vector;

struct Tensor {
    const char *name;
    std::size_t size;
    std::vector<int> exponents; // of the elements in order; repeated where the tensor has more elements

    int exponent(std::size_t element) const { return exponents[element % exponents.size()]; }
};

const char *const NAME = "tagger_deepset_4d34852e09c2";
const char *const NET = "4d34852e09c2";
static const Tensor INPUT = {"candidates", 320, {-6, -10, -10, -6, -6, -8, 0, 0, 0, 0, 0, 0, 0, 0, -7, -4, 0, -8, -3, -2}};
static const std::vector<Tensor> OUTPUTS = {
    {"logits", 8, {-10}},
};
// In the order of the network.
static const std::vector<Tensor> INTERNAL = {
    {"inputs", 320, {-2, -6, -3, -3, -4, -5, 0, 0, 0, 0, 0, 0, 0, 0, -4, -3, 0, -4, -2, 0}},
    {"phi0", 512, {-7, -7, -7, -7, -7, -7, -7, -7, -8, -6, -7, -8, -7, -5, -6, -8, -7, -7, -8, -7, -7, -7, -7, -7, -7, -7, -7, -7, -7, -7, -7, -8}},
    {"phi0_relu", 512, {-1, -2, -1, -1, -1, -2, -3, -1, -1, 0, 0, -2, -3, -2, -2, -1, -2, -1, -1, -1, -2, -3, 0, 0, -2, -2, -1, -2, -1, -1, -2, -2}},
    {"phi1", 512, {-7, -7, -7, -7, -3, -6, -6, -6, -7, -7, -7, -6, -7, -7, -7, -6, -7, -6, -7, -6, -6, -6, -7, -6, -7, -3, -7, -6, -7, -6, -7, -7}},
    {"phi1_relu", 512, {-3, -4, -4, -5, -3, -3, -2, -4, -3, -5, -3, -3, -3, -4, -5, -3, -3, -3, -3, -4, -4, -3, -4, -5, -3, -4, -4, -3, -3, -3, -4, -3}},
    {"pool", 32, {-4, -5, -5, -6, -6, -5, -4, -5, -5, -6, -4, -5, -5, -7, -6, -4, -5, -5, -5, -5, -5, -6, -5, -5, -5, -6, -6, -5, -5, -4, -4, -6}},
    {"rho0", 32, {-12, -3, -4, -12, -12, -4, -12, -8, -11, -11, -11, -8, -6, -12, -12, -11, -12, -5, -12, -12, -4, -12, -12, -12, 0, -9, -12, -11, -10, -12, -12, -11}},
    {"rho0_relu", 32, {-5, -6, -6, -5, -4, -6, -3, -6, -4, -5, -4, -6, -6, -4, -4, -4, -5, -6, -4, -6, -6, -5, -4, -4, -6, -6, -5, -4, -6, -5, -5, -5}},
    {"rho1", 16, {-11, -10, -10, -11, -10, -10, -10, -11, -8, -11, -10, -8, -11, -10, -10, -11}},
    {"rho1_relu", 16, {-5, -5, -3, -4, -5, -4, -5, -4, -6, -4, -5, -6, -4, -4, -3, -5}},
};
// All that the top function saves for tracing: the internal tensors, the outputs, and results before rounding.
static const std::vector<Tensor> SAVED = {
    {"inputs", 320, {0}},
    {"phi0", 512, {0}},
    {"phi0_relu_exact", 512, {0}},
    {"phi0_relu", 512, {0}},
    {"phi1", 512, {0}},
    {"phi1_relu_exact", 512, {0}},
    {"phi1_relu", 512, {0}},
    {"pool_exact", 32, {0}},
    {"pool", 32, {0}},
    {"rho0", 32, {0}},
    {"rho0_relu_exact", 32, {0}},
    {"rho0_relu", 32, {0}},
    {"rho1", 16, {0}},
    {"rho1_relu_exact", 16, {0}},
    {"rho1_relu", 16, {0}},
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
    using namespace d_4d34852e09c2;
    candidates_t candidates[320];
    logits_t logits[8];
    set(candidates, INPUT, input);
    tagger_deepset_4d34852e09c2(candidates, logits);
    get(logits, OUTPUTS[0], outputs[0]);
}

} // namespace d_4d34852e09c2_integers

// For this design's own testbench and emulator; an alias is not linked, so that several designs fit into one program.
namespace integers = d_4d34852e09c2_integers;

#endif
