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
void subtract(const x_T *x, const y_T *y, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        res[i] = x[CONFIG_T::left(i)] - y[CONFIG_T::right(i)];
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

// A number where the flag is 1, else 0: the product of the two.
template <class x_T, class y_T, class res_T, typename CONFIG_T>
void gate(const x_T *x, const y_T *y, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        const x_T left = x[CONFIG_T::left(i)];
        const y_T right = y[CONFIG_T::right(i)];
        res[i] = 0;
        if (CONFIG_T::flag_left && left != 0)
            res[i] = right;
        if (!CONFIG_T::flag_left && right != 0)
            res[i] = left;
    }
}

template <class x_T, class y_T, class res_T, typename CONFIG_T>
void extremum(const x_T *x, const y_T *y, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        const x_T left = x[CONFIG_T::left(i)];
        const y_T right = y[CONFIG_T::right(i)];
        if ((left > right) == (CONFIG_T::largest != 0))
            res[i] = left;
        else
            res[i] = right;
    }
}

template <class data_T, class res_T, typename CONFIG_T> void absolute(const data_T *data, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        if (data[i] < 0)
            res[i] = -data[i];
        else
            res[i] = data[i];
    }
}

// The bits of data with the binary point of res_T, which has as many bits.
template <class data_T, class res_T, typename CONFIG_T> void scale(const data_T *data, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        const ap_uint<res_T::width> bits = data[i].range();
        res[i].range() = bits;
    }
}

// 1 where data[from(i)] reaches the threshold, or where `below` stays under it. level(i): the threshold's bits.
template <class data_T, class res_T, typename CONFIG_T> void threshold(const data_T *data, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        const ap_int<CONFIG_T::level_bits> bits = CONFIG_T::level(i);
        typename CONFIG_T::level_t level = 0;
        level.range() = bits;
        if ((data[CONFIG_T::from(i)] < level) == (CONFIG_T::below != 0))
            res[i] = 1;
        else
            res[i] = 0;
    }
}

// The largest values of each feature over the candidates of data[outer][candidates][features], in falling order.
// A candidate's rank is the number of those that go before it: larger ones, and equal ones of lower number.
template <class data_T, class res_T, typename CONFIG_T>
void largest(const data_T *data, res_T res[CONFIG_T::outer * CONFIG_T::places * CONFIG_T::features]) {
    #pragma HLS INLINE
    for (unsigned row = 0; row < CONFIG_T::outer; row++) {
        #pragma HLS UNROLL
        for (unsigned feature = 0; feature < CONFIG_T::features; feature++) {
            #pragma HLS UNROLL
            data_T values[CONFIG_T::candidates];
            #pragma HLS ARRAY_PARTITION variable=values complete
            ap_uint<CONFIG_T::rank_bits> ranks[CONFIG_T::candidates];
            #pragma HLS ARRAY_PARTITION variable=ranks complete
            for (unsigned i = 0; i < CONFIG_T::candidates; i++) {
                #pragma HLS UNROLL
                values[i] = data[(row * CONFIG_T::candidates + i) * CONFIG_T::features + feature];
            }
            for (unsigned i = 0; i < CONFIG_T::candidates; i++) {
                #pragma HLS UNROLL
                ranks[i] = 0;
                for (unsigned j = 0; j < CONFIG_T::candidates; j++) {
                    #pragma HLS UNROLL
                    if (values[j] > values[i] || (values[j] == values[i] && j < i))
                        ranks[i]++;
                }
            }
            for (unsigned place = 0; place < CONFIG_T::places; place++) {
                #pragma HLS UNROLL
                const unsigned to = (row * CONFIG_T::places + place) * CONFIG_T::features + feature;
                res[to] = 0;
                for (unsigned i = 0; i < CONFIG_T::candidates; i++) {
                    #pragma HLS UNROLL
                    if (ranks[i] == place)
                        res[to] = values[i];
                }
            }
        }
    }
}

// 1 + log2 of data in units of 2**(right - left): the number of the leading one's octave, and the bits below it.
// accum_t holds data in both units and 2**octaves; log_t drops the bits below those that the result keeps.
template <class data_T, class res_T, typename CONFIG_T> void logarithm(const data_T *data, res_T res[CONFIG_T::n_out]) {
    #pragma HLS INLINE
    for (unsigned i = 0; i < CONFIG_T::n_out; i++) {
        #pragma HLS UNROLL
        typename CONFIG_T::accum_t x = data[i];
        x = (x << CONFIG_T::left) >> CONFIG_T::right;
        const typename CONFIG_T::accum_t one = 1;
        typename CONFIG_T::log_t value = 0;
        for (unsigned octave = 0; octave < CONFIG_T::octaves; octave++) {
            #pragma HLS UNROLL
            typename CONFIG_T::accum_t rest = x >> octave;
            rest = rest - one;
            if (x >= typename CONFIG_T::accum_t(one << octave))
                value = rest + typename CONFIG_T::accum_t(octave + 1);
        }
        if (x >= typename CONFIG_T::accum_t(one << CONFIG_T::octaves))
            value = CONFIG_T::octaves + 1;
        res[i] = value;
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
