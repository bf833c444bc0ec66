// Layers that hls4ml does not have, or has only with dividers and loops. All are fully parallel: every loop is
// unrolled, no tensor is kept, and a constant index that each loop step computes from `CONFIG_T` is only a wire.
#ifndef NNET_CODESIGN_H_
#define NNET_CODESIGN_H_

#include "nnet_common.h"

namespace codesign {

// Sizes, the sum's type `accum_t`, and index maps: functions from an element of the result to one of an input.
struct layer_config {};

template <class T, unsigned n> T sum(const T terms[n]) {
    #pragma HLS INLINE
    nnet::Op_add<T> add;
    return nnet::reduce<T, n, nnet::Op_add<T>>(terms, add);
}

// res[i] = data[from(i)]
template <class data_T, class res_T, typename CONFIG_T> void wires(const data_T *data, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        res[i] = data[CONFIG_T::from(i)];
    }
}

// The same from two tensors, of which the first has n_first elements.
template <class first_T, class second_T, class res_T, typename CONFIG_T>
void joined_wires(const first_T *first, const second_T *second, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        const unsigned from = CONFIG_T::from(i);
        if (from < CONFIG_T::n_first)
            res[i] = first[from];
        else
            res[i] = second[from - CONFIG_T::n_first];
    }
}

template <class x_T, class y_T, class res_T, typename CONFIG_T>
void add(const x_T *x, const y_T *y, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        res[i] = x[CONFIG_T::left(i)] + y[CONFIG_T::right(i)];
    }
}

template <class x_T, class y_T, class res_T, typename CONFIG_T>
void multiply(const x_T *x, const y_T *y, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        res[i] = x[CONFIG_T::left(i)] * y[CONFIG_T::right(i)];
    }
}

// x[rows][inner] times y[inner][columns]. The sum wraps in accum_t, which holds its final value.
template <class x_T, class y_T, class res_T, typename CONFIG_T>
void matmul(const x_T *x, const y_T *y, res_T res[CONFIG_T::rows * CONFIG_T::columns]) {
    #pragma HLS INLINE
    for (unsigned row = 0; row < CONFIG_T::rows; row++) {
        #pragma HLS UNROLL
        for (unsigned column = 0; column < CONFIG_T::columns; column++) {
            #pragma HLS UNROLL
            typename CONFIG_T::accum_t terms[CONFIG_T::inner];
            #pragma HLS ARRAY_PARTITION variable=terms complete
            for (unsigned i = 0; i < CONFIG_T::inner; i++) {
                #pragma HLS UNROLL
                terms[i] = x[row * CONFIG_T::inner + i] * y[i * CONFIG_T::columns + column];
            }
            res[row * CONFIG_T::columns + column] = sum<typename CONFIG_T::accum_t, CONFIG_T::inner>(terms);
        }
    }
}

// Sum or mean over the middle axis of data[outer][pooled][features]: adders and a constant shift, no divider.
// accum_t holds the sum, and for a mean `shift` fraction bits below it, so that nothing is lost.
template <class data_T, class res_T, typename CONFIG_T>
void pool(const data_T *data, res_T res[CONFIG_T::outer * CONFIG_T::features]) {
    #pragma HLS INLINE
    for (unsigned row = 0; row < CONFIG_T::outer; row++) {
        #pragma HLS UNROLL
        for (unsigned feature = 0; feature < CONFIG_T::features; feature++) {
            #pragma HLS UNROLL
            typename CONFIG_T::accum_t terms[CONFIG_T::pooled];
            #pragma HLS ARRAY_PARTITION variable=terms complete
            for (unsigned i = 0; i < CONFIG_T::pooled; i++) {
                #pragma HLS UNROLL
                terms[i] = data[(row * CONFIG_T::pooled + i) * CONFIG_T::features + feature];
            }
            res[row * CONFIG_T::features + feature] =
                sum<typename CONFIG_T::accum_t, CONFIG_T::pooled>(terms) >> CONFIG_T::shift;
        }
    }
}

// 1/2 + x/4, or 1/2 - x/4 where `falling`, between 0 and 1. accum_t has two fraction bits more than x.
template <class data_T, class res_T, typename CONFIG_T>
void hard_sigmoid(const data_T *data, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        typename CONFIG_T::accum_t quarter = data[i];
        quarter = quarter >> 2;
        const typename CONFIG_T::accum_t half = 0.5;
        typename CONFIG_T::accum_t line = half;
        if (CONFIG_T::falling)
            line = half - quarter;
        else
            line = half + quarter;
        if (line < 0)
            res[i] = 0;
        else if (line > 1)
            res[i] = 1;
        else
            res[i] = line;
    }
}

} // namespace codesign

#endif
