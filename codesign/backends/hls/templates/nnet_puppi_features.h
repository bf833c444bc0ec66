#ifndef NNET_PUPPI_FEATURES_H_
#define NNET_PUPPI_FEATURES_H_

#include "ap_fixed.h"
#include "ap_int.h"

// Network inputs from the 64-bit PUPPI words of the Level-1 correlator, in integers. The definitions are those of
// CMSSW (L1Trigger/Phase2L1ParticleFlow: L1TSC4NGJetID, inversion.h, log.h); positions and tables were filled in when
// this project was written.

namespace nnet {
namespace puppi {

typedef ap_uint<64> word_t;
typedef ap_uint<@BITS:pt@> pt_t;       // 0.25 GeV
typedef ap_int<@BITS:eta@> eta_t;      // pi/720
typedef ap_int<@BITS:phi@> phi_t;      // pi/720
typedef ap_uint<@BITS:id@> id_t;
typedef ap_uint<@BITS:inverse@> inverse_t; // 1/pT in 2^-@BITS:inverse@ / GeV; its high bits are lost where pT is small
typedef ap_uint<@BITS:log@> log_t;     // ln(pT / GeV) in 2^-@FRACTION:log@
typedef ap_uint<4> shift_t;

// What one word holds; a field that its kind of candidate lacks is 0.
struct candidate {
    pt_t pt;
    eta_t eta;
    phi_t phi;
    id_t id;
    ap_int<@BITS:z0@> z0;
    ap_uint<@BITS:dxy@> dxy;
    ap_uint<@BITS:quality@> quality;
    ap_uint<@BITS:puppi_weight@> puppi_weight;
    ap_uint<@BITS:emid@> emid;
};

// The jet; inverse: 1/pT by the table.
struct jet {
    inverse_t inverse;
    eta_t eta;
    phi_t phi;
};

inline candidate unpack(const word_t &word) {
    #pragma HLS INLINE
    candidate c;
    c.pt = word.range(@RANGE:pt@);
    c.eta = word.range(@RANGE:eta@);
    c.phi = word.range(@RANGE:phi@);
    c.id = word.range(@RANGE:id@);
    const bool charged = c.id >= @FIRST_CHARGED_ID@;
    c.z0 = charged ? word.range(@RANGE:z0@).to_uint() : 0u;
    c.dxy = charged ? word.range(@RANGE:dxy@).to_uint() : 0u;
    c.quality = charged ? word.range(@RANGE:quality@).to_uint() : 0u;
    c.puppi_weight = charged ? 0u : word.range(@RANGE:puppi_weight@).to_uint();
    c.emid = charged ? 0u : word.range(@RANGE:emid@).to_uint();
    return c;
}

// The left shift that brings the leading bit of pT to the top; the largest one for 0.
inline shift_t shift_of(const pt_t &pt) {
    #pragma HLS INLINE
    shift_t shift = pt_t::width - 1;
    for (int bit = 0; bit < pt_t::width; bit++) {
        #pragma HLS UNROLL
        if (pt[bit])
            shift = pt_t::width - 1 - bit;
    }
    return shift;
}

inline inverse_t inverse_pt(const pt_t &pt) {
    #pragma HLS INLINE
    static const ap_uint<@BITS:inverse_table@> table[@SIZE:inverse_table@] = {@inverse_table@};
    #pragma HLS BIND_STORAGE variable=table type=rom_np impl=lutram
    const shift_t shift = shift_of(pt);
    const pt_t normal = pt << shift;
    const inverse_t entry = table[normal.range(@ADDRESS:inverse_table@).to_uint()];
    return entry << shift;
}

inline log_t log_pt(const pt_t &pt) {
    #pragma HLS INLINE
    static const log_t table[@SIZE:log_table@] = {@log_table@};
    static const log_t of_shift[@SIZE:log_of_shift@] = {@log_of_shift@};
    #pragma HLS BIND_STORAGE variable=table type=rom_np impl=lutram
    #pragma HLS BIND_STORAGE variable=of_shift type=rom_np impl=lutram
    const shift_t shift = shift_of(pt);
    const pt_t normal = pt << shift;
    const log_t entry = table[normal.range(@ADDRESS:log_table@).to_uint()], lost = of_shift[shift.to_uint()];
    return entry > lost ? log_t(entry - lost) : log_t(0);
}

inline jet jet_of(const pt_t &pt, const eta_t &eta, const phi_t &phi) {
    #pragma HLS INLINE
    jet j;
    j.inverse = inverse_pt(pt);
    j.eta = eta;
    j.phi = phi;
    return j;
}

// The features, in the unit of their LSB, before saturation.

inline pt_t pt(const candidate &c, const jet &j) { return c.pt; }

inline ap_uint<pt_t::width + inverse_t::width> pt_rel(const candidate &c, const jet &j) {
    #pragma HLS INLINE
    const ap_uint<pt_t::width + inverse_t::width> product = c.pt * j.inverse;
    return product >> @DROPPED:pt_rel@;
}

inline log_t pt_log(const candidate &c, const jet &j) { return log_pt(c.pt); }

inline ap_int<eta_t::width + 1> deta(const candidate &c, const jet &j) { return j.eta - c.eta; }

// Wrapped by at most one turn: half a turn stays, with either sign.
inline ap_int<phi_t::width + 2> dphi(const candidate &c, const jet &j) {
    #pragma HLS INLINE
    const ap_int<phi_t::width + 2> d = c.phi - j.phi;
    if (d > @HALF_TURN@)
        return d - 2 * @HALF_TURN@;
    if (d < -@HALF_TURN@)
        return d + 2 * @HALF_TURN@;
    return d;
}

inline ap_uint<@BITS:mass@> mass(const candidate &c, const jet &j) {
    #pragma HLS INLINE
    static const ap_uint<@BITS:mass@> table[@SIZE:mass@] = {@mass@};
    return table[c.id.to_uint()];
}

template <int ID> ap_uint<1> has_id(const candidate &c, const jet &j) { return c.id == ID; }

inline ap_int<@BITS:z0@> z0(const candidate &c, const jet &j) { return c.z0; }
inline ap_uint<@BITS:dxy@> dxy(const candidate &c, const jet &j) { return c.dxy; }
inline ap_uint<@BITS:quality@> quality(const candidate &c, const jet &j) { return c.quality; }
inline ap_uint<@BITS:puppi_weight@> puppi_weight(const candidate &c, const jet &j) { return c.puppi_weight; }
inline ap_uint<@BITS:emid@> emid(const candidate &c, const jet &j) { return c.emid; }
inline ap_uint<1> isfilled(const candidate &c, const jet &j) { return c.pt > 0; }

// The integer m, saturated, as the value m * 2^-fraction of type T; 0 for an empty slot.
// S: saturating integers of T's width and sign.
template <class T, class S, class M> T feature(const candidate &c, const M &m) {
    #pragma HLS INLINE
    S saturated = m;
    T value = 0;
    if (c.pt > 0)
        value.range() = saturated.range();
    return value;
}

// A stable sort by falling pT: each word's rank is counted, and each place takes the word of its rank.
template <unsigned SLOTS, unsigned KEEP> void sort_by_pt(const word_t words[SLOTS], word_t sorted[KEEP]) {
    #pragma HLS INLINE
    unsigned char rank[SLOTS];
    #pragma HLS ARRAY_PARTITION variable=rank complete
    for (unsigned i = 0; i < SLOTS; i++) {
        #pragma HLS UNROLL
        rank[i] = 0;
        const pt_t mine = words[i].range(@RANGE:pt@);
        for (unsigned j = 0; j < SLOTS; j++) {
            #pragma HLS UNROLL
            const pt_t other = words[j].range(@RANGE:pt@);
            if (j < i ? other >= mine : j > i && other > mine)
                rank[i]++;
        }
    }
    for (unsigned place = 0; place < KEEP; place++) {
        #pragma HLS UNROLL
        word_t found = 0;
        for (unsigned i = 0; i < SLOTS; i++) {
            #pragma HLS UNROLL
            if (rank[i] == place)
                found |= words[i];
        }
        sorted[place] = found;
    }
}

} // namespace puppi
} // namespace nnet

#endif
