// The top function of net 7da178a1c965 with integers in and out: value = integer * 2^exponent of the element.
// Written for this design; the testbench and the emulator are the same for all designs.
#ifndef INTEGERS_7da178a1c965_H_
#define INTEGERS_7da178a1c965_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "firmware/trees_words_7da178a1c965.h"

namespace d_7da178a1c965_integers {

typedef std::vector<std::int64_t> Vector;

struct Tensor {
    const char *name;
    std::size_t size;
    std::vector<int> exponents; // of the elements in order; repeated where the tensor has more elements

    int exponent(std::size_t element) const { return exponents[element % exponents.size()]; }
};

const char *const NAME = "trees_words_7da178a1c965";
const char *const NET = "7da178a1c965";
static const Tensor INPUT = {"candidates", 272, {-6, -6, -6, 0, 0, 0, 0, 0, 0, 0, 0, -7, -4, 0, -8, -3, -2}};
static const std::vector<Tensor> OUTPUTS = {
    {"logits", 8, {-5}},
};
// In the order of the network.
static const std::vector<Tensor> INTERNAL = {
    {"sum_filled", 16, {0}},
    {"sum_charged_flags", 96, {0}},
    {"sum_charged_rows", 96, {0}},
    {"sum_charged_any", 16, {0}},
    {"sum_charged", 16, {0}},
    {"sum_types", 128, {0}},
    {"sum_kinds", 144, {0}},
    {"sum_counts_each", 160, {0}},
    {"sum_counts", 10, {0}},
    {"sum_pt_of", 16, {-6}},
    {"sum_pt_of_kinds", 144, {-6}},
    {"sum_pt_each", 160, {-6}},
    {"sum_pt", 10, {-6}},
    {"sum_deta_dphi", 32, {-6}},
    {"sum_angles", 32, {-6}},
    {"sum_swapped", 32, {-6}},
    {"sum_doubled", 32, {-5}},
    {"sum_radii", 32, {-6}},
    {"sum_radius0", 16, {-6}},
    {"sum_below0", 64, {0}},
    {"sum_radius1", 16, {-6}},
    {"sum_below1", 64, {0}},
    {"sum_inside", 64, {0}},
    {"sum_filled_inside", 64, {0}},
    {"sum_rings", 4, {0}},
    {"sum_pt_inside", 64, {-6}},
    {"sum_pt_rings", 4, {-6}},
    {"sum_dxy_of", 16, {-4}},
    {"sum_beyond", 48, {0}},
    {"sum_dxy_counts", 3, {0}},
    {"sum_pt_beyond", 48, {-6}},
    {"sum_pt_dxy", 3, {-6}},
    {"sum_dxy", 1, {-4}},
    {"sum_all", 35, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -6, -6, -6, -6, -6, -6, -6, -6, -6, -6, 0, 0, 0, 0, -6, -6, -6, -6, 0, 0, 0, -6, -6, -6, -4}},
};
// All that the top function saves for tracing: the internal tensors, the outputs, and results before rounding.
static const std::vector<Tensor> SAVED = {
    {"sum_filled", 16, {0}},
    {"sum_charged_flags", 96, {0}},
    {"sum_charged_rows", 96, {0}},
    {"sum_charged_any", 16, {0}},
    {"sum_charged", 16, {0}},
    {"sum_types", 128, {0}},
    {"sum_kinds", 144, {0}},
    {"sum_counts_each", 160, {0}},
    {"sum_counts", 10, {0}},
    {"sum_pt_of", 16, {0}},
    {"sum_pt_of_kinds", 144, {0}},
    {"sum_pt_each", 160, {0}},
    {"sum_pt", 10, {0}},
    {"sum_deta_dphi", 32, {0}},
    {"sum_angles", 32, {0}},
    {"sum_swapped", 32, {0}},
    {"sum_doubled", 32, {0}},
    {"sum_radii", 32, {0}},
    {"sum_radius0", 16, {0}},
    {"sum_below0", 64, {0}},
    {"sum_radius1", 16, {0}},
    {"sum_below1", 64, {0}},
    {"sum_inside", 64, {0}},
    {"sum_filled_inside", 64, {0}},
    {"sum_rings", 4, {0}},
    {"sum_pt_inside", 64, {0}},
    {"sum_pt_rings", 4, {0}},
    {"sum_dxy_of", 16, {0}},
    {"sum_beyond", 48, {0}},
    {"sum_dxy_counts", 3, {0}},
    {"sum_pt_beyond", 48, {0}},
    {"sum_pt_dxy", 3, {0}},
    {"sum_dxy", 1, {0}},
    {"sum_all_first2", 20, {0}},
    {"sum_all_first3", 24, {0}},
    {"sum_all_first4", 28, {0}},
    {"sum_all_first5", 31, {0}},
    {"sum_all_first6", 34, {0}},
    {"sum_all", 35, {0}},
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
    using namespace d_7da178a1c965;
    candidates_t candidates[272];
    logits_t logits[8];
    set(candidates, INPUT, input);
    trees_words_7da178a1c965(candidates, logits);
    get(logits, OUTPUTS[0], outputs[0]);
}

} // namespace d_7da178a1c965_integers

// For this design's own testbench and emulator; an alias is not linked, so that several designs fit into one program.
namespace integers = d_7da178a1c965_integers;

#endif
