// Two versions of a network in one program, each against its own golden vectors, jet by jet in turn.
//
//   emulator_example LIBRARY VECTORS LIBRARY VECTORS      (VECTORS: the folder tb_data of its project)

#include <algorithm>
#include <any>
#include <cstdint>
#include <dlfcn.h>
#include <iostream>
#include <string>
#include <vector>

#include "emulator/emulator.h"
#include "emulator/model_info.h"
#include "integer_vectors.h"

namespace {

using integer_vectors::Vector;

// A loaded library and its model. RTLD_GLOBAL is the harder case for versions side by side: all they export is shared.
class Version {
    void *library_;
    hls4mlEmulator::Model *model_;

    template <class F> F *symbol(const char *name) {
        void *found = dlsym(library_, name);
        if (!found)
            throw std::runtime_error(dlerror());
        return reinterpret_cast<F *>(found);
    }

  public:
    ModelInfo info;

    explicit Version(const std::string &path) : library_(dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL)) {
        if (!library_)
            throw std::runtime_error(dlerror());
        model_ = symbol<hls4mlEmulator::Model *()>("create_model")();
        info = symbol<ModelInfo()>("model_info")();
    }
    Version(const Version &) = delete;
    ~Version() {
        symbol<void(hls4mlEmulator::Model *)>("destroy_model")(model_);
        dlclose(library_);
    }

    // All outputs, one after the other.
    Vector run(const Vector &input) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < info.output_count; i++)
            size += info.outputs[i].size;
        Vector result(size);
        const std::int64_t *from = input.data();
        model_->prepare_input(from);
        model_->predict();
        model_->read_result(result.data());
        return result;
    }
};

// A version with its golden vectors.
class Case {
    Version version_;
    std::vector<Vector> inputs_, expected_;

  public:
    std::size_t differences = 0;

    Case(const std::string &library, const std::string &vectors) : version_(library) {
        const auto read = [&vectors](const PortInfo &port) {
            return integer_vectors::read(vectors + "/tensor_" + port.name + ".txt", port.size);
        };
        const ModelInfo &info = version_.info;
        inputs_ = read(info.input);
        expected_.resize(inputs_.size());
        for (std::size_t i = 0; i < info.output_count; i++) {
            const std::vector<Vector> output = read(info.outputs[i]);
            for (std::size_t index = 0; index < inputs_.size(); index++)
                expected_[index].insert(expected_[index].end(), output.at(index).begin(), output.at(index).end());
        }
    }

    std::size_t size() const { return inputs_.size(); }
    std::string name() const { return std::string(version_.info.name) + ", net " + version_.info.net; }

    void run(std::size_t index) {
        const Vector got = version_.run(inputs_[index]);
        for (std::size_t i = 0; i < got.size(); i++)
            differences += got[i] != expected_[index][i];
    }
};

} // namespace

int main(int argc, char **argv) {
    if (argc != 5) {
        std::cerr << "usage: " << argv[0] << " LIBRARY VECTORS LIBRARY VECTORS" << std::endl;
        return 3;
    }
    try {
        Case one(argv[1], argv[2]), other(argv[3], argv[4]);
        for (std::size_t index = 0; index < std::max(one.size(), other.size()); index++) {
            one.run(index % one.size());
            other.run(index % other.size());
        }
        for (const Case *version : {&one, &other})
            std::cout << version->name() << ": " << version->differences << " differences" << std::endl;
        return one.differences + other.differences ? 1 : 0;
    } catch (const std::exception &error) {
        std::cerr << "error: " << error.what() << std::endl;
        return 3;
    }
}
