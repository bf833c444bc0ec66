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
typedef ap_uint<14> pt_t;       // 0.25 GeV
typedef ap_int<12> eta_t;      // pi/720
typedef ap_int<11> phi_t;      // pi/720
typedef ap_uint<3> id_t;
typedef ap_uint<14> inverse_t; // 1/pT in 2^-14 / GeV; its high bits are lost where pT is small
typedef ap_uint<14> log_t;     // ln(pT / GeV) in 2^-10
typedef ap_uint<4> shift_t;

// What one word holds; a field that its kind of candidate lacks is 0.
struct candidate {
    pt_t pt;
    eta_t eta;
    phi_t phi;
    id_t id;
    ap_int<10> z0;
    ap_uint<8> dxy;
    ap_uint<3> quality;
    ap_uint<9> puppi_weight;
    ap_uint<6> emid;
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
    c.pt = word.range(13, 0);
    c.eta = word.range(25, 14);
    c.phi = word.range(36, 26);
    c.id = word.range(39, 37);
    const bool charged = c.id >= 2;
    c.z0 = charged ? word.range(49, 40).to_uint() : 0u;
    c.dxy = charged ? word.range(57, 50).to_uint() : 0u;
    c.quality = charged ? word.range(60, 58).to_uint() : 0u;
    c.puppi_weight = charged ? 0u : word.range(48, 40).to_uint();
    c.emid = charged ? 0u : word.range(54, 49).to_uint();
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
    static const ap_uint<4> table[1024] = {8, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4};
    #pragma HLS BIND_STORAGE variable=table type=rom_np impl=lutram
    const shift_t shift = shift_of(pt);
    const pt_t normal = pt << shift;
    const inverse_t entry = table[normal.range(12, 3).to_uint()];
    return entry << shift;
}

inline log_t log_pt(const pt_t &pt) {
    #pragma HLS INLINE
    static const log_t table[256] = {7807, 7811, 7815, 7819, 7823, 7827, 7831, 7835, 7839, 7842, 7846, 7850, 7854, 7858, 7862, 7865, 7869, 7873, 7877, 7880, 7884, 7888, 7892, 7895, 7899, 7903, 7906, 7910, 7913, 7917, 7921, 7924, 7928, 7931, 7935, 7938, 7942, 7945, 7949, 7952, 7956, 7959, 7963, 7966, 7970, 7973, 7976, 7980, 7983, 7986, 7990, 7993, 7996, 8000, 8003, 8006, 8010, 8013, 8016, 8019, 8023, 8026, 8029, 8032, 8036, 8039, 8042, 8045, 8048, 8051, 8055, 8058, 8061, 8064, 8067, 8070, 8073, 8076, 8079, 8083, 8086, 8089, 8092, 8095, 8098, 8101, 8104, 8107, 8110, 8113, 8116, 8119, 8122, 8124, 8127, 8130, 8133, 8136, 8139, 8142, 8145, 8148, 8151, 8153, 8156, 8159, 8162, 8165, 8168, 8170, 8173, 8176, 8179, 8182, 8184, 8187, 8190, 8193, 8195, 8198, 8201, 8203, 8206, 8209, 8212, 8214, 8217, 8220, 8222, 8225, 8228, 8230, 8233, 8236, 8238, 8241, 8243, 8246, 8249, 8251, 8254, 8256, 8259, 8262, 8264, 8267, 8269, 8272, 8274, 8277, 8279, 8282, 8284, 8287, 8289, 8292, 8294, 8297, 8299, 8302, 8304, 8307, 8309, 8312, 8314, 8317, 8319, 8321, 8324, 8326, 8329, 8331, 8333, 8336, 8338, 8341, 8343, 8345, 8348, 8350, 8352, 8355, 8357, 8359, 8362, 8364, 8366, 8369, 8371, 8373, 8376, 8378, 8380, 8382, 8385, 8387, 8389, 8392, 8394, 8396, 8398, 8401, 8403, 8405, 8407, 8409, 8412, 8414, 8416, 8418, 8420, 8423, 8425, 8427, 8429, 8431, 8434, 8436, 8438, 8440, 8442, 8444, 8447, 8449, 8451, 8453, 8455, 8457, 8459, 8461, 8464, 8466, 8468, 8470, 8472, 8474, 8476, 8478, 8480, 8482, 8484, 8486, 8489, 8491, 8493, 8495, 8497, 8499, 8501, 8503, 8505, 8507, 8509, 8511, 8513, 8515};
    static const log_t of_shift[14] = {0, 709, 1419, 2129, 2839, 3548, 4258, 4968, 5678, 6388, 7097, 7807, 8517, 9227};
    #pragma HLS BIND_STORAGE variable=table type=rom_np impl=lutram
    #pragma HLS BIND_STORAGE variable=of_shift type=rom_np impl=lutram
    const shift_t shift = shift_of(pt);
    const pt_t normal = pt << shift;
    const log_t entry = table[normal.range(12, 5).to_uint()], lost = of_shift[shift.to_uint()];
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
    return product >> 6;
}

inline log_t pt_log(const candidate &c, const jet &j) { return log_pt(c.pt); }

inline ap_int<eta_t::width + 1> deta(const candidate &c, const jet &j) { return j.eta - c.eta; }

// Wrapped by at most one turn: half a turn stays, with either sign.
inline ap_int<phi_t::width + 2> dphi(const candidate &c, const jet &j) {
    #pragma HLS INLINE
    const ap_int<phi_t::width + 2> d = c.phi - j.phi;
    if (d > 720)
        return d - 2 * 720;
    if (d < -720)
        return d + 2 * 720;
    return d;
}

inline ap_uint<8> mass(const candidate &c, const jet &j) {
    #pragma HLS INLINE
    static const ap_uint<8> table[8] = {128, 0, 33, 33, 1, 1, 27, 27};
    return table[c.id.to_uint()];
}

template <int ID> ap_uint<1> has_id(const candidate &c, const jet &j) { return c.id == ID; }

inline ap_int<10> z0(const candidate &c, const jet &j) { return c.z0; }
inline ap_uint<8> dxy(const candidate &c, const jet &j) { return c.dxy; }
inline ap_uint<3> quality(const candidate &c, const jet &j) { return c.quality; }
inline ap_uint<9> puppi_weight(const candidate &c, const jet &j) { return c.puppi_weight; }
inline ap_uint<6> emid(const candidate &c, const jet &j) { return c.emid; }
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
        const pt_t mine = words[i].range(13, 0);
        for (unsigned j = 0; j < SLOTS; j++) {
            #pragma HLS UNROLL
            const pt_t other = words[j].range(13, 0);
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
