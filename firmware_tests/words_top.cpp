// Whole PUPPI words through the module NAME_words, one jet a clock; prints what went in, came out, differed and when.
// Each line of the file: 16 words, jet pt, eta, phi and the expected bits of the output, in hexadecimal.
#include "Vtop.h"
#include <cstdint>
#include <fstream>
#include <iostream>
#include <vector>

int main(int, char **argv) {
    Vtop top;
    std::ifstream file(argv[1]);
    file >> std::hex;
    std::vector<std::uint64_t> expected, found;
    long cycles = 0, first = 0;
    auto tick = [&] {
        top.clk = 0;
        top.eval();
        top.clk = 1;
        top.eval();
        cycles++;
        if (top.valid_out && found.empty())
            first = cycles;
        if (top.valid_out)
            found.push_back(top.model_out);
    };
    top.rst = 1;
    top.valid_in = 0;
    tick();
    top.rst = 0;
    cycles = 0;
    std::uint64_t word, pt, eta, phi, result;
    while (true) {
        for (int slot = 0; slot < 16 && file >> word; slot++) {
            top.words[2 * slot] = word;
            top.words[2 * slot + 1] = word >> 32;
        }
        if (!(file >> pt >> eta >> phi >> result))
            break;
        top.jet_pt = pt;
        top.jet_eta = eta;
        top.jet_phi = phi;
        top.valid_in = 1;
        expected.push_back(result);
        tick();
    }
    top.valid_in = 0;
    for (int cycle = 0; cycle < 100; cycle++)
        tick();
    std::size_t differing = 0;
    for (std::size_t i = 0; i < expected.size(); i++)
        differing += i >= found.size() || found[i] != expected[i];
    std::cout << expected.size() << " " << found.size() << " " << differing << " " << first << std::endl;
}
