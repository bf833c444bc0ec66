// The emulator library of one version of a network: integers in, integers out.
// Exported: create_model, destroy_model and model_info. All else is hidden, so that versions do not meet.

#include <any>
#include <cstdint>
#include <map>
#include <string>

#include "emulator.h"
#include "integers.h"
#include "model_info.h"

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace nnet { // hooks for tracing, unused here
bool trace_enabled = false;
std::map<std::string, void *> *trace_outputs = nullptr;
size_t trace_type_size = sizeof(double);
} // namespace nnet

namespace {

class Emulator : public hls4mlEmulator::Model {
    integers::Vector input_;
    std::vector<integers::Vector> outputs_;

  public:
    Emulator() : input_(integers::INPUT.size) {
        for (const integers::Tensor &tensor : integers::OUTPUTS)
            outputs_.push_back(integers::Vector(tensor.size));
    }

    // input: const std::int64_t *, as many integers as the port has elements
    void prepare_input(std::any input) override {
        const std::int64_t *from = std::any_cast<const std::int64_t *>(input);
        input_.assign(from, from + input_.size());
    }

    // throws std::out_of_range for an integer that the port does not take
    void predict() override { integers::run(input_, outputs_); }

    // result: std::int64_t *, room for all outputs, one after the other
    void read_result(std::any result) override {
        std::int64_t *to = std::any_cast<std::int64_t *>(result);
        for (const integers::Vector &output : outputs_)
            for (const std::int64_t value : output)
                *to++ = value;
    }
};

std::vector<PortInfo> ports(const std::vector<integers::Tensor> &tensors) {
    std::vector<PortInfo> found;
    for (const integers::Tensor &tensor : tensors)
        found.push_back({tensor.name, tensor.size});
    return found;
}

} // namespace

EXPORTED hls4mlEmulator::Model *create_model() { return new Emulator; }

EXPORTED void destroy_model(hls4mlEmulator::Model *model) { delete model; }

EXPORTED ModelInfo model_info() {
    static const std::vector<PortInfo> outputs = ports(integers::OUTPUTS);
    return {integers::NAME, integers::NET, {integers::INPUT.name, integers::INPUT.size}, outputs.data(), outputs.size()};
}
