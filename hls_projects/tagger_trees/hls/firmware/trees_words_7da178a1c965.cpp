#include <iostream>

#include "trees_words_7da178a1c965.h"
#include "parameters.h"

namespace d_7da178a1c965 {

void trees_words_7da178a1c965(
    candidates_t candidates[16*17],
    logits_t logits[8]
) {

    // hls-fpga-machine-learning insert IO
    #pragma HLS ARRAY_RESHAPE variable=candidates complete dim=0
    #pragma HLS ARRAY_PARTITION variable=logits complete dim=0
    #pragma HLS INTERFACE ap_vld port=candidates,logits 
    #pragma HLS PIPELINE II=1

    // hls-fpga-machine-learning insert load weights

    // ****************************************
    // NETWORK INSTANTIATION
    // ****************************************

    // hls-fpga-machine-learning insert layers

    sum_filled_t sum_filled[16*1];
    #pragma HLS ARRAY_PARTITION variable=sum_filled complete dim=0

    sum_charged_flags_t sum_charged_flags[16*6];
    #pragma HLS ARRAY_PARTITION variable=sum_charged_flags complete dim=0

    sum_charged_rows_t sum_charged_rows[6*16];
    #pragma HLS ARRAY_PARTITION variable=sum_charged_rows complete dim=0

    sum_charged_any_t sum_charged_any[1*16];
    #pragma HLS ARRAY_PARTITION variable=sum_charged_any complete dim=0

    sum_charged_t sum_charged[16*1];
    #pragma HLS ARRAY_PARTITION variable=sum_charged complete dim=0

    sum_types_t sum_types[16*8];
    #pragma HLS ARRAY_PARTITION variable=sum_types complete dim=0

    sum_kinds_t sum_kinds[16*9];
    #pragma HLS ARRAY_PARTITION variable=sum_kinds complete dim=0

    sum_counts_each_t sum_counts_each[16*10];
    #pragma HLS ARRAY_PARTITION variable=sum_counts_each complete dim=0

    sum_counts_t sum_counts[10];
    #pragma HLS ARRAY_PARTITION variable=sum_counts complete dim=0

    sum_pt_of_t sum_pt_of[16*1];
    #pragma HLS ARRAY_PARTITION variable=sum_pt_of complete dim=0

    sum_pt_of_kinds_t sum_pt_of_kinds[16*9];
    #pragma HLS ARRAY_PARTITION variable=sum_pt_of_kinds complete dim=0

    sum_pt_each_t sum_pt_each[16*10];
    #pragma HLS ARRAY_PARTITION variable=sum_pt_each complete dim=0

    sum_pt_t sum_pt[10];
    #pragma HLS ARRAY_PARTITION variable=sum_pt complete dim=0

    sum_deta_dphi_t sum_deta_dphi[16*2];
    #pragma HLS ARRAY_PARTITION variable=sum_deta_dphi complete dim=0

    sum_angles_t sum_angles[16*2];
    #pragma HLS ARRAY_PARTITION variable=sum_angles complete dim=0

    sum_swapped_t sum_swapped[16*2];
    #pragma HLS ARRAY_PARTITION variable=sum_swapped complete dim=0

    sum_doubled_t sum_doubled[16*2];
    #pragma HLS ARRAY_PARTITION variable=sum_doubled complete dim=0

    sum_radii_t sum_radii[16*2];
    #pragma HLS ARRAY_PARTITION variable=sum_radii complete dim=0

    sum_radius0_t sum_radius0[16*1];
    #pragma HLS ARRAY_PARTITION variable=sum_radius0 complete dim=0

    sum_below0_t sum_below0[16*4];
    #pragma HLS ARRAY_PARTITION variable=sum_below0 complete dim=0

    sum_radius1_t sum_radius1[16*1];
    #pragma HLS ARRAY_PARTITION variable=sum_radius1 complete dim=0

    sum_below1_t sum_below1[16*4];
    #pragma HLS ARRAY_PARTITION variable=sum_below1 complete dim=0

    sum_inside_t sum_inside[16*4];
    #pragma HLS ARRAY_PARTITION variable=sum_inside complete dim=0

    sum_filled_inside_t sum_filled_inside[16*4];
    #pragma HLS ARRAY_PARTITION variable=sum_filled_inside complete dim=0

    sum_rings_t sum_rings[4];
    #pragma HLS ARRAY_PARTITION variable=sum_rings complete dim=0

    sum_pt_inside_t sum_pt_inside[16*4];
    #pragma HLS ARRAY_PARTITION variable=sum_pt_inside complete dim=0

    sum_pt_rings_t sum_pt_rings[4];
    #pragma HLS ARRAY_PARTITION variable=sum_pt_rings complete dim=0

    sum_dxy_of_t sum_dxy_of[16*1];
    #pragma HLS ARRAY_PARTITION variable=sum_dxy_of complete dim=0

    sum_beyond_t sum_beyond[16*3];
    #pragma HLS ARRAY_PARTITION variable=sum_beyond complete dim=0

    sum_dxy_counts_t sum_dxy_counts[3];
    #pragma HLS ARRAY_PARTITION variable=sum_dxy_counts complete dim=0

    sum_pt_beyond_t sum_pt_beyond[16*3];
    #pragma HLS ARRAY_PARTITION variable=sum_pt_beyond complete dim=0

    sum_pt_dxy_t sum_pt_dxy[3];
    #pragma HLS ARRAY_PARTITION variable=sum_pt_dxy complete dim=0

    sum_dxy_t sum_dxy[1];
    #pragma HLS ARRAY_PARTITION variable=sum_dxy complete dim=0

    sum_all_first2_t sum_all_first2[20];
    #pragma HLS ARRAY_PARTITION variable=sum_all_first2 complete dim=0

    sum_all_first3_t sum_all_first3[24];
    #pragma HLS ARRAY_PARTITION variable=sum_all_first3 complete dim=0

    sum_all_first4_t sum_all_first4[28];
    #pragma HLS ARRAY_PARTITION variable=sum_all_first4 complete dim=0

    sum_all_first5_t sum_all_first5[31];
    #pragma HLS ARRAY_PARTITION variable=sum_all_first5 complete dim=0

    sum_all_first6_t sum_all_first6[34];
    #pragma HLS ARRAY_PARTITION variable=sum_all_first6 complete dim=0

    sum_all_t sum_all[35];
    #pragma HLS ARRAY_PARTITION variable=sum_all complete dim=0

    codesign::wires<candidates_t, sum_filled_t, config2>(candidates, sum_filled); // sum_filled
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_filled_t>(sum_filled, "sum_filled", 16*1);
#endif

    codesign::wires<candidates_t, sum_charged_flags_t, config3>(candidates, sum_charged_flags); // sum_charged_flags
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_charged_flags_t>(sum_charged_flags, "sum_charged_flags", 16*6);
#endif

    codesign::wires<sum_charged_flags_t, sum_charged_rows_t, config4>(sum_charged_flags, sum_charged_rows); // sum_charged_rows
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_charged_rows_t>(sum_charged_rows, "sum_charged_rows", 6*16);
#endif

    codesign::largest<sum_charged_rows_t, sum_charged_any_t, config5>(sum_charged_rows, sum_charged_any); // sum_charged_any
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_charged_any_t>(sum_charged_any, "sum_charged_any", 1*16);
#endif

    codesign::wires<sum_charged_any_t, sum_charged_t, config6>(sum_charged_any, sum_charged); // sum_charged
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_charged_t>(sum_charged, "sum_charged", 16*1);
#endif

    codesign::wires<candidates_t, sum_types_t, config7>(candidates, sum_types); // sum_types
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_types_t>(sum_types, "sum_types", 16*8);
#endif

    codesign::joined_wires<sum_types_t, sum_charged_t, sum_kinds_t, config8>(sum_types, sum_charged, sum_kinds); // sum_kinds
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_kinds_t>(sum_kinds, "sum_kinds", 16*9);
#endif

    codesign::joined_wires<sum_filled_t, sum_kinds_t, sum_counts_each_t, config9>(sum_filled, sum_kinds, sum_counts_each); // sum_counts_each
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_counts_each_t>(sum_counts_each, "sum_counts_each", 16*10);
#endif

    codesign::pool<sum_counts_each_t, sum_counts_t, config10>(sum_counts_each, sum_counts); // sum_counts
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_counts_t>(sum_counts, "sum_counts", 10);
#endif

    codesign::wires<candidates_t, sum_pt_of_t, config11>(candidates, sum_pt_of); // sum_pt_of
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_pt_of_t>(sum_pt_of, "sum_pt_of", 16*1);
#endif

    codesign::gate<sum_kinds_t, sum_pt_of_t, sum_pt_of_kinds_t, config12>(sum_kinds, sum_pt_of, sum_pt_of_kinds); // sum_pt_of_kinds
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_pt_of_kinds_t>(sum_pt_of_kinds, "sum_pt_of_kinds", 16*9);
#endif

    codesign::joined_wires<sum_pt_of_t, sum_pt_of_kinds_t, sum_pt_each_t, config13>(sum_pt_of, sum_pt_of_kinds, sum_pt_each); // sum_pt_each
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_pt_each_t>(sum_pt_each, "sum_pt_each", 16*10);
#endif

    codesign::pool<sum_pt_each_t, sum_pt_t, config14>(sum_pt_each, sum_pt); // sum_pt
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_pt_t>(sum_pt, "sum_pt", 10);
#endif

    codesign::wires<candidates_t, sum_deta_dphi_t, config15>(candidates, sum_deta_dphi); // sum_deta_dphi
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_deta_dphi_t>(sum_deta_dphi, "sum_deta_dphi", 16*2);
#endif

    codesign::absolute<sum_deta_dphi_t, sum_angles_t, config16>(sum_deta_dphi, sum_angles); // sum_angles
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_angles_t>(sum_angles, "sum_angles", 16*2);
#endif

    codesign::wires<sum_angles_t, sum_swapped_t, config17>(sum_angles, sum_swapped); // sum_swapped
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_swapped_t>(sum_swapped, "sum_swapped", 16*2);
#endif

    codesign::scale<sum_angles_t, sum_doubled_t, config18>(sum_angles, sum_doubled); // sum_doubled
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_doubled_t>(sum_doubled, "sum_doubled", 16*2);
#endif

    codesign::add<sum_doubled_t, sum_swapped_t, sum_radii_t, config19>(sum_doubled, sum_swapped, sum_radii); // sum_radii
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_radii_t>(sum_radii, "sum_radii", 16*2);
#endif

    codesign::wires<sum_radii_t, sum_radius0_t, config20>(sum_radii, sum_radius0); // sum_radius0
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_radius0_t>(sum_radius0, "sum_radius0", 16*1);
#endif

    codesign::threshold<sum_radius0_t, sum_below0_t, config21>(sum_radius0, sum_below0); // sum_below0
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_below0_t>(sum_below0, "sum_below0", 16*4);
#endif

    codesign::wires<sum_radii_t, sum_radius1_t, config22>(sum_radii, sum_radius1); // sum_radius1
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_radius1_t>(sum_radius1, "sum_radius1", 16*1);
#endif

    codesign::threshold<sum_radius1_t, sum_below1_t, config23>(sum_radius1, sum_below1); // sum_below1
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_below1_t>(sum_below1, "sum_below1", 16*4);
#endif

    codesign::extremum<sum_below0_t, sum_below1_t, sum_inside_t, config24>(sum_below0, sum_below1, sum_inside); // sum_inside
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_inside_t>(sum_inside, "sum_inside", 16*4);
#endif

    codesign::gate<sum_inside_t, sum_filled_t, sum_filled_inside_t, config25>(sum_inside, sum_filled, sum_filled_inside); // sum_filled_inside
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_filled_inside_t>(sum_filled_inside, "sum_filled_inside", 16*4);
#endif

    codesign::pool<sum_filled_inside_t, sum_rings_t, config26>(sum_filled_inside, sum_rings); // sum_rings
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_rings_t>(sum_rings, "sum_rings", 4);
#endif

    codesign::gate<sum_inside_t, sum_pt_of_t, sum_pt_inside_t, config27>(sum_inside, sum_pt_of, sum_pt_inside); // sum_pt_inside
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_pt_inside_t>(sum_pt_inside, "sum_pt_inside", 16*4);
#endif

    codesign::pool<sum_pt_inside_t, sum_pt_rings_t, config28>(sum_pt_inside, sum_pt_rings); // sum_pt_rings
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_pt_rings_t>(sum_pt_rings, "sum_pt_rings", 4);
#endif

    codesign::wires<candidates_t, sum_dxy_of_t, config29>(candidates, sum_dxy_of); // sum_dxy_of
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_dxy_of_t>(sum_dxy_of, "sum_dxy_of", 16*1);
#endif

    codesign::threshold<sum_dxy_of_t, sum_beyond_t, config30>(sum_dxy_of, sum_beyond); // sum_beyond
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_beyond_t>(sum_beyond, "sum_beyond", 16*3);
#endif

    codesign::pool<sum_beyond_t, sum_dxy_counts_t, config31>(sum_beyond, sum_dxy_counts); // sum_dxy_counts
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_dxy_counts_t>(sum_dxy_counts, "sum_dxy_counts", 3);
#endif

    codesign::gate<sum_beyond_t, sum_pt_of_t, sum_pt_beyond_t, config32>(sum_beyond, sum_pt_of, sum_pt_beyond); // sum_pt_beyond
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_pt_beyond_t>(sum_pt_beyond, "sum_pt_beyond", 16*3);
#endif

    codesign::pool<sum_pt_beyond_t, sum_pt_dxy_t, config33>(sum_pt_beyond, sum_pt_dxy); // sum_pt_dxy
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_pt_dxy_t>(sum_pt_dxy, "sum_pt_dxy", 3);
#endif

    codesign::pool<sum_dxy_of_t, sum_dxy_t, config34>(sum_dxy_of, sum_dxy); // sum_dxy
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_dxy_t>(sum_dxy, "sum_dxy", 1);
#endif

    codesign::joined_wires<sum_counts_t, sum_pt_t, sum_all_first2_t, config35>(sum_counts, sum_pt, sum_all_first2); // sum_all_first2
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_all_first2_t>(sum_all_first2, "sum_all_first2", 20);
#endif

    codesign::joined_wires<sum_all_first2_t, sum_rings_t, sum_all_first3_t, config36>(sum_all_first2, sum_rings, sum_all_first3); // sum_all_first3
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_all_first3_t>(sum_all_first3, "sum_all_first3", 24);
#endif

    codesign::joined_wires<sum_all_first3_t, sum_pt_rings_t, sum_all_first4_t, config37>(sum_all_first3, sum_pt_rings, sum_all_first4); // sum_all_first4
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_all_first4_t>(sum_all_first4, "sum_all_first4", 28);
#endif

    codesign::joined_wires<sum_all_first4_t, sum_dxy_counts_t, sum_all_first5_t, config38>(sum_all_first4, sum_dxy_counts, sum_all_first5); // sum_all_first5
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_all_first5_t>(sum_all_first5, "sum_all_first5", 31);
#endif

    codesign::joined_wires<sum_all_first5_t, sum_pt_dxy_t, sum_all_first6_t, config39>(sum_all_first5, sum_pt_dxy, sum_all_first6); // sum_all_first6
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_all_first6_t>(sum_all_first6, "sum_all_first6", 34);
#endif

    codesign::joined_wires<sum_all_first6_t, sum_dxy_t, sum_all_t, config40>(sum_all_first6, sum_dxy, sum_all); // sum_all
#ifndef __SYNTHESIS__
    nnet::save_layer_output<sum_all_t>(sum_all, "sum_all", 35);
#endif

    d_7da178a1c965::logits<sum_all_t, logits_t>(sum_all, logits); // logits
#ifndef __SYNTHESIS__
    nnet::save_layer_output<logits_t>(logits, "logits", 8);
#endif

}

}
