// Testbench of the top function that starts from words: features and outputs against golden vectors. The same file
// for g++ and for the vendor's C simulation and C/RTL co-simulation. Exit code 0: no difference; 1: some; 3: an error,
// such as vectors that cannot be read.
//
//   NAME_words_test [folder of the vectors, by default tb_words]

#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "integer_vectors.h"
#include "integers.h"
#include "firmware/trees_words_7da178a1c965_words.h"

namespace nnet { // hooks for tracing, which nnet_helpers.h declares
bool trace_enabled = false;
std::map<std::string, void *> *trace_outputs = nullptr;
size_t trace_type_size = sizeof(double);
} // namespace nnet

namespace {

using integer_vectors::Vector;
using integers::Tensor;

const std::size_t SLOTS = 16;

// One tensor's golden integers, those found, and the file that these are written to.
class Check {
    const Tensor &tensor_;
    std::vector<Vector> expected_;
    std::ofstream found_;
    std::size_t compared_, differing_;

  public:
    Check(const std::string &folder, const Tensor &tensor)
        : tensor_(tensor), expected_(integer_vectors::read(folder + "/tensor_" + tensor.name + ".txt", tensor.size)),
          found_((folder + "/found_" + tensor.name + ".txt").c_str()), compared_(0), differing_(0) {}

    std::size_t vectors() const { return expected_.size(); }

    template <class T> void compare(std::size_t index, const T *port) {
        Vector got(tensor_.size);
        integers::get(port, tensor_, got);
        for (std::size_t i = 0; i < tensor_.size; i++) {
            found_ << got[i] << (i + 1 < tensor_.size ? " " : "\n");
            compared_++;
            differing_ += got[i] != expected_[index][i];
        }
    }

    bool report() const {
        std::cout << integers::NET << " from words: " << differing_ << " differences in " << compared_
                  << " integers of " << tensor_.name << std::endl;
        return differing_ == 0;
    }
};

int run(const std::string &folder) {
    using namespace d_7da178a1c965;
    const std::vector<Vector> jets = integer_vectors::read(folder + "/tensor_words.txt", SLOTS + 3);
    Check features(folder, integers::INPUT);
    Check output_0(folder, integers::OUTPUTS[0]);
    for (Check *check : {&features, &output_0})
        if (jets.empty() || check->vectors() != jets.size())
            throw std::runtime_error(folder + ": the files count different vectors, or none");
    for (std::size_t index = 0; index < jets.size(); index++) {
        nnet::puppi::word_t words[SLOTS];
        for (std::size_t slot = 0; slot < SLOTS; slot++)
            words[slot] = static_cast<std::uint64_t>(jets[index][slot]);
        const nnet::puppi::pt_t pt = jets[index][SLOTS];
        const nnet::puppi::eta_t eta = jets[index][SLOTS + 1];
        const nnet::puppi::phi_t phi = jets[index][SLOTS + 2];
        candidates_t candidates[272];
        trees_words_7da178a1c965_features(words, pt, eta, phi, candidates);
        features.compare(index, candidates);
        logits_t logits[8];
        trees_words_7da178a1c965_words(words, pt, eta, phi, logits);
        output_0.compare(index, logits);
    }
    bool equal = true;
    for (const Check *check : {&features, &output_0})
        equal = check->report() && equal;
    return equal ? 0 : 1;
}

} // namespace

int main(int argc, char **argv) {
    try {
        return run(argc > 1 ? argv[1] : "tb_words");
    } catch (const std::exception &error) {
        std::cout << "error: " << error.what() << std::endl;
        return 3;
    }
}
