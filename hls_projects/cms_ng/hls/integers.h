// The top function of net 967e668db3b4 with integers in and out: value = integer * 2^exponent of the element.
// Written for this design; the testbench and the emulator are the same for all designs.
#ifndef INTEGERS_967e668db3b4_H_
#define INTEGERS_967e668db3b4_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "firmware/cms_ng_967e668db3b4.h"

namespace d_967e668db3b4_integers {

typedef std::vector<std::int64_t> Vector;

struct Tensor {
    const char *name;
    std::size_t size;
    std::vector<int> exponents; // of the elements in order; repeated where the tensor has more elements

    int exponent(std::size_t element) const { return exponents[element % exponents.size()]; }
};

const char *const NAME = "cms_ng_967e668db3b4";
const char *const NET = "967e668db3b4";
static const Tensor INPUT = {"candidates", 320, {-6, -10, -10, -6, -6, -8, 0, 0, 0, 0, 0, 0, 0, 0, -7, -4, 0, -8, -3, -2}};
static const std::vector<Tensor> OUTPUTS = {
    {"logits", 8, {-21, -15, -21, -23, -22, -15, -23, -22}},
};
// In the order of the network.
static const std::vector<Tensor> INTERNAL = {
    {"inputs", 320, {-13, -18, -16, -18, -17, -19, -18, -18, -18, -18, -18, -18, -18, -18, -17, -16, -18, -18, -19, -18}},
    {"phi0", 160, {-26, -25, -24, -25, -25, -26, -25, -24, -25, -26}},
    {"phi0_relu", 160, {-5, -4, -3, -4, -5, -5, -4, -5, -3, -5}},
    {"phi1", 160, {-13, -13, -13, -13, -13, -12, -13, -13, -13, -13}},
    {"phi1_relu", 160, {-4, -4, -4, -4, -3, -4, -5, -4, -5, -11}},
    {"pool", 10, {-6, -7, -8, -8, -5, -6, -6, -7, -8, -14}},
    {"rho0", 32, {-21, -21, -16, -21, -22, -22, -22, -22, -22, -22, -22, -19, -20, -20, -17, -21, -21, -21, -21, -21, -22, -22, -22, -22, -22, -16, -22, -21, -20, -21, -19, -20}},
    {"rho0_relu", 32, {-8, -4, -4, -7, -7, -8, -7, -13, -9, -6, -8, -7, -8, -8, -6, -6, -7, -6, -8, -7, -7, -5, -6, -6, -8, -6, -5, -6, -7, -8, -7, -6}},
    {"rho1", 16, {-19, -21, -20, -21, -21, -20, -16, -20, -20, -18, -20, -19, -16, -21, -17, -19}},
    {"rho1_relu", 16, {-7, -15, -4, -6, -7, -6, -7, -5, -5, -5, -6, -6, -6, -7, -4, -6}},
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
    using namespace d_967e668db3b4;
    candidates_t candidates[320];
    logits_t logits[8];
    set(candidates, INPUT, input);
    cms_ng_967e668db3b4(candidates, logits);
    get(logits, OUTPUTS[0], outputs[0]);
}

} // namespace d_967e668db3b4_integers

// For this design's own testbench and emulator; an alias is not linked, so that several designs fit into one program.
namespace integers = d_967e668db3b4_integers;

#endif
