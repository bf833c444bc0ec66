#ifndef NNET_CANDIDATE_SUM_H_
#define NNET_CANDIDATE_SUM_H_

#include "nnet_common.h"

namespace nnet {

struct candidate_sum_config {
    static const unsigned n_in = 1;   // candidates
    static const unsigned n_filt = 1; // features
    static const unsigned shift = 0;  // log2(candidates) for a mean
    typedef float accum_t;
};

// Sum or mean over the candidates of data[candidate][feature]: plain adders and a constant shift, no divider.
// accum_t holds the sum, and for a mean `shift` fraction bits below it, so that nothing is lost.
template <class data_T, class res_T, typename CONFIG_T>
void candidate_sum(data_T data[CONFIG_T::n_in * CONFIG_T::n_filt], res_T res[CONFIG_T::n_filt]) {
    #pragma HLS INLINE

    for (unsigned feature = 0; feature < CONFIG_T::n_filt; feature++) {
        #pragma HLS UNROLL
        typename CONFIG_T::accum_t terms[CONFIG_T::n_in];
        #pragma HLS ARRAY_PARTITION variable=terms complete

        for (unsigned candidate = 0; candidate < CONFIG_T::n_in; candidate++) {
            #pragma HLS UNROLL
            terms[candidate] = data[candidate * CONFIG_T::n_filt + feature];
        }
        Op_add<typename CONFIG_T::accum_t> add;
        typename CONFIG_T::accum_t sum =
            reduce<typename CONFIG_T::accum_t, CONFIG_T::n_in, Op_add<typename CONFIG_T::accum_t>>(terms, add);
        res[feature] = sum >> CONFIG_T::shift;
    }
}

} // namespace nnet

#endif
