// The top function of net 0607a8672b81 with integers in and out: value = integer * 2^exponent of the element.
// Written for this design; the testbench and the emulator are the same for all designs.
#ifndef INTEGERS_0607a8672b81_H_
#define INTEGERS_0607a8672b81_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "firmware/mass_moments_0607a8672b81.h"

namespace d_0607a8672b81_integers {

typedef std::vector<std::int64_t> Vector;

struct Tensor {
    const char *name;
    std::size_t size;
    std::vector<int> exponents; // of the elements in order; repeated where the tensor has more elements

    int exponent(std::size_t element) const { return exponents[element % exponents.size()]; }
};

const char *const NAME = "mass_moments_0607a8672b81";
const char *const NET = "0607a8672b81";
static const Tensor INPUT = {"candidates", 320, {-6, -10, -10, -6, -6, -8, 0, 0, 0, 0, 0, 0, 0, 0, -7, -4, 0, -8, -3, -2}};
static const std::vector<Tensor> OUTPUTS = {
    {"mass_response", 1, {-13}},
};
// In the order of the network.
static const std::vector<Tensor> INTERNAL = {
    {"inputs", 320, {-5, -9, -8, -5, -5, -7, 0, -4, -4, 0, 0, 0, 0, 0, -6, -3, 0, -7, -2, -1}},
    {"phi0", 512, {-13, -11, -11, -13, -12, -13, -11, -13, -13, -11, -13, -10, -12, -12, -12, -13, -10, -12, -13, -12, -11, -10, -11, -13, -12, -12, -12, -11, -13, -11, -10, -11}},
    {"phi0_relu", 512, {-5, -5, -4, -4, -4, -4, -4, -5, -3, -4, -5, -5, -4, -4, -5, -4, -5, -4, -3, -4, -5, -5, -4, -4, -4, -4, -3, -5, -4, -4, -5, -6}},
    {"phi1", 512, {-10, -10, -10, -10, -10, -10, -10, -10, -10, -10, -10, -10, -10, -9, -10, -10, -10, -9, -10, -9, -10, -10, -9, -10, -10, -9, -10, -10, -10, -10, -9, -10}},
    {"phi1_relu", 512, {-6, -5, -6, -7, -7, -6, -7, -6, -5, -6, -5, -7, -5, -5, -6, -6, -6, -6, -5, -6, -7, -5, -6, -8, -6, -5, -5, -7, -6, -6, -7, -5}},
    {"pool", 32, {-7, -7, -6, -7, -7, -7, -7, -7, -7, -7, -7, -7, -7, -6, -7, -6, -7, -7, -7, -7, -7, -7, -7, -7, -7, -6, -7, -7, -7, -7, -7, -6}},
    {"z_taken", 16, {-10}},
    {"z", 16, {-10}},
    {"angles_taken", 32, {-6}},
    {"angles", 32, {-5}},
    {"first", 32, {-8}},
    {"second", 32, {-12}},
    {"z_moments", 80, {-10, -8, -8, -12, -12}},
    {"moments", 5, {-10, -11, -11, -10, -9}},
    {"jet", 37, {-7, -7, -6, -7, -7, -7, -7, -7, -7, -7, -7, -7, -7, -6, -7, -6, -7, -7, -7, -7, -7, -7, -7, -7, -7, -6, -7, -7, -7, -7, -7, -6, -10, -11, -11, -10, -9}},
    {"rho0", 64, {-15, -15, -14, -15, -15, -15, -15, -15, -15, -16, -15, -15, -15, -15, -14, -15, -15, -15, -15, -15, -15, -15, -15, -15, -15, -15, -15, -15, -15, -15, -15, -15, -15, -14, -15, -16, -16, -15, -15, -15, -15, -14, -15, -15, -14, -15, -15, -15, -15, -15, -15, -16, -15, -15, -14, -15, -15, -15, -14, -15, -15, -15, -15, -15}},
    {"rho0_relu", 64, {-7, -7, -7, -7, -6, -7, -7, -7, -7, -8, -7, -8, -7, -6, -6, -7, -6, -7, -7, -7, -7, -7, -7, -7, -7, -7, -7, -7, -8, -7, -7, -7, -7, -7, -7, -8, -8, -7, -7, -7, -7, -7, -7, -8, -7, -7, -7, -7, -7, -7, -7, -7, -7, -7, -8, -7, -7, -7, -7, -7, -7, -7, -7, -7}},
    {"rho1", 32, {-12, -12, -13, -13, -13, -12, -13, -13, -13, -13, -13, -13, -13, -13, -13, -13, -13, -13, -13, -13, -12, -13, -13, -12, -13, -13, -13, -13, -13, -12, -13, -13}},
    {"rho1_relu", 32, {-7, -7, -8, -8, -8, -7, -7, -7, -8, -8, -7, -8, -8, -8, -8, -7, -8, -8, -8, -7, -8, -7, -8, -7, -8, -8, -8, -8, -8, -7, -8, -8}},
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
    {"z_taken", 16, {0}},
    {"z", 16, {0}},
    {"angles_taken", 32, {0}},
    {"angles", 32, {0}},
    {"first_exact", 32, {0}},
    {"first", 32, {0}},
    {"second_exact", 32, {0}},
    {"second", 32, {0}},
    {"z_moments_first2", 48, {0}},
    {"z_moments", 80, {0}},
    {"moments_exact", 5, {0}},
    {"moments", 5, {0}},
    {"jet", 37, {0}},
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
    using namespace d_0607a8672b81;
    candidates_t candidates[320];
    mass_response_t mass_response[1];
    set(candidates, INPUT, input);
    mass_moments_0607a8672b81(candidates, mass_response);
    get(mass_response, OUTPUTS[0], outputs[0]);
}

} // namespace d_0607a8672b81_integers

// For this design's own testbench and emulator; an alias is not linked, so that several designs fit into one program.
namespace integers = d_0607a8672b81_integers;

#endif
