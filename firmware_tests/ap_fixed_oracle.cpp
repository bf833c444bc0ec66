// What the vendor's headers make of a number: a table of assignments between ap_fixed types and a table of
// constructions from double. ap_fixed_oracle.py writes the two .inc files and calls the functions at the end.
#include "ap_fixed.h"

#include <cstddef>
#include <cstdint>

template <class Source, class Target>
static void assign(const int64_t *bits, int64_t *result, size_t n) {
    for (size_t j = 0; j < n; ++j) {
        Source source;
        source.V = bits[j];
        Target target;
        target = source;
        result[j] = target.V;
    }
}

template <class Target>
static void construct(const double *x, int64_t *result, size_t n) {
    for (size_t j = 0; j < n; ++j) result[j] = Target(x[j]).V;
}

static void (*const assignments[])(const int64_t *, int64_t *, size_t) = {
#include "assignments.inc"
};
static void (*const constructions[])(const double *, int64_t *, size_t) = {
#include "constructions.inc"
};

extern "C" void assign_integers(size_t k, const int64_t *bits, int64_t *result, size_t n) {
    assignments[k](bits, result, n);
}
extern "C" void construct_from_doubles(size_t k, const double *x, int64_t *result, size_t n) {
    constructions[k](x, result, n);
}
