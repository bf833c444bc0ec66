// The top function of net e0cc4f2e9141 with integers in and out: value = integer * 2^exponent of the element.
// Written for this design; the testbench and the emulator are the same for all designs.
#ifndef INTEGERS_e0cc4f2e9141_H_
#define INTEGERS_e0cc4f2e9141_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "firmware/tagger.h"

namespace d_e0cc4f2e9141_integers {

typedef std::vector<std::int64_t> Vector;

struct Tensor {
    const char *name;
    std::size_t size;
    std::vector<int> exponents; // of the elements in order; repeated where the tensor has more elements

    int exponent(std::size_t element) const { return exponents[element % exponents.size()]; }
};

const char *const NAME = "tagger";
const char *const NET = "e0cc4f2e9141";
static const Tensor INPUT = {"candidates", 320, {-6, -10, -10, -6, -6, -8, 0, 0, 0, 0, 0, 0, 0, 0, -7, -4, 0, -8, -3, -2}};
static const std::vector<Tensor> OUTPUTS = {
    {"logits", 8, {-16, -16, -15, -15, -16, -16, -16, -16}},
};
// In the order of the network.
static const std::vector<Tensor> INTERNAL = {
    {"inputs", 320, {-13, -18, -16, -18, -17, -19, -18, -18, -18, -18, -18, -18, -18, -18, -17, -16, -18, -18, -19, -18}},
    {"phi0", 160, {-26, -25, -25, -26, -26, -26, -26, -24, -25, -26}},
    {"phi0_relu", 160, {-5, -4, -3, -5, -5, -5, -4, -5, -3, -4}},
    {"phi1", 160, {-13}},
    {"phi1_relu", 160, {-3, -4, -5, -5, -5, -4, -5, -3, -6, -12}},
    {"pool", 10, {-6, -6, -8, -8, -7, -6, -7, -6, -9, -17}},
    {"rho0", 32, {-25, -24, -17, -25, -25, -25, -25, -24, -25, -25, -25, -24, -24, -24, -25, -17, -25, -18, -23, -25, -25, -25, -25, -22, -16, -17, -24, -24, -25, -22, -24, -25}},
    {"rho0_relu", 32, {-7, -4, -4, -7, -8, -9, -7, -8, -7, -7, -10, -4, -10, -9, -6, -6, -8, -6, -9, -7, -13, -5, -8, -7, -8, -8, -6, -6, -8, -9, -8, -6}},
    {"rho1", 16, {-18, -17, -20, -21, -20, -21, -20, -21, -18, -20, -19, -21, -21, -21, -19, -19}},
    {"rho1_relu", 16, {-8, -8, -5, -7, -7, -6, -7, -7, -5, -6, -8, -8, -6, -6, -4, -5}},
};
// All that the top function saves for tracing: the internal tensors, the outputs, and results before rounding.
static const std::vector<Tensor> SAVED = {
    {"inputs", 320, {0}},
    {"phi0", 160, {0}},
    {"phi0_relu_exact", 160, {0}},
    {"phi0_relu", 160, {0}},
    {"phi1", 160, {0}},
    {"phi1_relu_exact", 160, {0}},
    {"phi1_relu", 160, {0}},
    {"pool_exact", 10, {0}},
    {"pool", 10, {0}},
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
    using namespace d_e0cc4f2e9141;
    candidates_t candidates[320];
    logits_t logits[8];
    set(candidates, INPUT, input);
    tagger(candidates, logits);
    get(logits, OUTPUTS[0], outputs[0]);
}

} // namespace d_e0cc4f2e9141_integers

namespace integers = d_e0cc4f2e9141_integers;

#endif
