// The seeded cone of the Level-1 correlator on the vendor's ap_types, the golden for codesign.jets.simulation.seeded_cone.
// Written from the arithmetic of cms-sw/cmssw, L1Trigger/Phase2L1ParticleFlow, L1SeedConePFJetEmulator, at commit
// 50fcac78d1dfe3440800f3728f181729b958190d: its types, its order of operations, its rule for equal seeds.
//
// stdin: cone size, most jets; then for each event the number of candidates and their pt, eta and phi as hardware
// integers. stdout: a line for each event, with pt, eta, phi and number of candidates of each jet. Like CMSSW's, the axis
// is not wrapped in phi: it may lie a little outside [-720, 720).
#include "ap_fixed.h"
#include "ap_int.h"

#include <cmath>
#include <cstdio>
#include <vector>

typedef ap_ufixed<14, 12, AP_TRN, AP_SAT> Pt;
typedef ap_int<12> Eta;
typedef ap_int<11> Phi;
typedef ap_int<12> Axis; // the emulator computes eta and phi of a jet in the type of eta
typedef ap_int<13> Difference;
typedef ap_fixed<18, 23> Distance2;
typedef ap_fixed<22, 22> Weighted;
typedef ap_ufixed<18, -2> Inverse;

static const int HALF_TURN = 720, ENTRIES = 1024, ADDRESS_BITS = 10;
static Inverse inverses[ENTRIES]; // of the pT whose leading bit is 1, by the ten bits after it

struct Candidate {
    Pt pt;
    Eta eta;
    Phi phi;
};

static Difference phi_difference(const Candidate &a, const Candidate &b) {
    Difference d = a.phi - b.phi;
    if (d > HALF_TURN) return d - 2 * HALF_TURN;
    if (d < -HALF_TURN) return d + 2 * HALF_TURN;
    return d;
}

static Inverse inverse(Pt pt) {
    int leading = 0;
    for (int bit = 0; bit < Pt::width; ++bit)
        if (pt[bit]) leading = bit;
    const int shift = Pt::width - 1 - leading;
    const Pt shifted = pt << shift;
    const ap_uint<ADDRESS_BITS> address = shifted(Pt::width - 2, Pt::width - 1 - ADDRESS_BITS);
    const Inverse entry = inverses[address];
    return entry << shift;
}

int main() {
    for (int i = 0; i < ENTRIES; ++i) {
        Pt pt = 0;
        pt[Pt::width - 1] = 1;
        pt(Pt::width - 2, Pt::width - 1 - ADDRESS_BITS) = i;
        inverses[i] = 1 / float(pt);
    }
    float size;
    unsigned most, count;
    if (std::scanf("%f %u", &size, &most) != 2) return 1;
    const float step = M_PI / HALF_TURN;
    const Distance2 size2 = size * size / step / step;
    while (std::scanf("%u", &count) == 1) {
        std::vector<Candidate> left(count);
        for (Candidate &c : left) {
            int pt, eta, phi;
            if (std::scanf("%d %d %d", &pt, &eta, &phi) != 3) return 1;
            c.pt(Pt::width - 1, 0) = pt;
            c.eta = eta;
            c.phi = phi;
        }
        for (unsigned jet = 0; jet < most && !left.empty(); ++jet) {
            Candidate seed = left[0];
            for (const Candidate &c : left)
                if (c.pt > seed.pt) seed = c; // of equal ones the first
            Pt pt = 0;
            Weighted sum_eta = 0, sum_phi = 0;
            std::vector<Candidate> outside;
            for (const Candidate &c : left) {
                const Difference deta = c.eta - seed.eta, dphi = phi_difference(c, seed);
                if (deta * deta + dphi * dphi < size2) {
                    pt = pt + c.pt;
                    sum_eta = sum_eta + Weighted(c.pt * deta);
                    sum_phi = sum_phi + Weighted(c.pt * dphi);
                } else {
                    outside.push_back(c);
                }
            }
            const Inverse over_pt = inverse(pt);
            const Axis eta = seed.eta + Axis(sum_eta * over_pt), phi = seed.phi + Axis(sum_phi * over_pt);
            std::printf("%d %d %d %zu ", int(pt(Pt::width - 1, 0)), int(eta), int(phi), left.size() - outside.size());
            left = outside;
        }
        std::printf("\n");
    }
    return 0;
}
