// The top function of net 609432a171de with integers in and out: value = integer * 2^exponent of the element.
// Written for this design; the testbench and the emulator are the same for all designs.
#ifndef INTEGERS_609432a171de_H_
#define INTEGERS_609432a171de_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "firmware/tagger.h"

namespace d_609432a171de_integers {

typedef std::vector<std::int64_t> Vector;

struct Tensor {
    const char *name;
    std::size_t size;
    std::vector<int> exponents; // of the elements in order; repeated where the tensor has more elements

    int exponent(std::size_t element) const { return exponents[element % exponents.size()]; }
};

const char *const NAME = "tagger";
const char *const NET = "609432a171de";
static const Tensor INPUT = {"candidates", 320, {-6, -10, -10, -6, -6, -8, 0, 0, 0, 0, 0, 0, 0, 0, -7, -4, 0, -8, -3, -2}};
static const std::vector<Tensor> OUTPUTS = {
    {"mass_response", 1, {-12}},
};
// In the order of the network.
static const std::vector<Tensor> INTERNAL = {
    {"inputs", 320, {-3, -9, -5, -5, -5, -7, 0, -4, -4, 0, -4, 0, 0, 0, -6, -3, 0, -7, -2, -1}},
    {"phi0", 512, {-10, -10, -10, -9, -10, -10, -10, -9, -9, -9, -9, -10, -9, -10, -9, -10, -10, -10, -10, -9, -10, -10, -10, -9, -10, -10, -10, -10, -10, -10, -10, -9}},
    {"phi0_relu", 512, {-4, -4, -3, -3, -3, -2, -3, -4, -3, -3, -3, -4, -4, -3, -4, -4, -4, -4, -2, -3, -3, -5, -4, -3, -3, -4, -2, -6, -3, -3, -4, -4}},
    {"phi1", 512, {-9, -9, -9, -10, -8, -9, -9, -9, -10, -10, -10, -10, -9, -10, -9, -9, -9, -10, -9, -10, -10, -9, -9, -10, -9, -10, -10, -9, -10, -10, -9, -9}},
    {"phi1_relu", 512, {-4, -4, -5, -5, -7, -5, -6, -5, -4, -6, -5, -5, -4, -4, -5, -4, -5, -4, -5, -4, -5, -4, -6, -6, -4, -5, -6, -5, -5, -5, -6, -5}},
    {"pool", 32, {-5, -6, -5, -6, -6, -6, -6, -5, -5, -6, -5, -6, -5, -4, -6, -4, -6, -5, -6, -5, -6, -6, -6, -6, -6, -6, -6, -6, -6, -6, -6, -6}},
    {"rho0", 64, {-11, -11, -10, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -10, -11, -11, -11, -11, -10, -11, -11, -10, -11, -10, -10, -10, -11, -11, -11, -11, -10, -11, -11, -10, -11, -10, -10, -10, -11, -11, -10, -11, -11, -10, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11}},
    {"rho0_relu", 64, {-5, -6, -6, -6, -5, -6, -6, -6, -6, -5, -6, -6, -6, -6, -5, -6, -5, -6, -6, -6, -6, -6, -6, -6, -6, -6, -5, -6, -6, -6, -6, -6, -6, -6, -6, -6, -5, -6, -6, -6, -6, -6, -6, -6, -6, -6, -6, -6, -6, -5, -6, -5, -6, -6, -6, -6, -6, -6, -6, -6, -6, -6, -6, -6}},
    {"rho1", 32, {-10, -10, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -11, -10, -11, -11, -11, -11, -11, -11, -11, -11, -10, -10, -11, -11, -11, -11, -10, -11, -11, -11}},
    {"rho1_relu", 32, {-6, -6, -6, -7, -7, -6, -7, -6, -7, -7, -7, -6, -7, -6, -6, -6, -7, -6, -7, -6, -7, -6, -6, -6, -7, -7, -7, -6, -6, -7, -6, -7}},
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
    {"rho0", 64, {0}},
    {"rho0_relu_exact", 64, {0}},
    {"rho0_relu", 64, {0}},
    {"rho1", 32, {0}},
    {"rho1_relu_exact", 32, {0}},
    {"rho1_relu", 32, {0}},
    {"mass_response", 1, {0}},
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
    using namespace d_609432a171de;
    candidates_t candidates[320];
    mass_response_t mass_response[1];
    set(candidates, INPUT, input);
    tagger(candidates, mass_response);
    get(mass_response, OUTPUTS[0], outputs[0]);
}

} // namespace d_609432a171de_integers

namespace integers = d_609432a171de_integers;

#endif
