// Testbench: golden vectors through the top function, differences counted in LSB. The same file for g++ and for the
// vendor's C simulation and C/RTL co-simulation; the design is in integers.h. Exit code 0: no difference; 1: some;
// 3: an error, such as vectors that cannot be read.
//
//   NAME_test [folder of the vectors, by default tb_data]

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "integer_vectors.h"
#include "integers.h"

namespace nnet { // hooks for tracing, which nnet_helpers.h declares
bool trace_enabled = false;
std::map<std::string, void *> *trace_outputs = nullptr;
size_t trace_type_size = sizeof(double);
} // namespace nnet

namespace {

using integers::Tensor;
using integer_vectors::Vector;

const std::size_t SHOWN = 10; // differences printed one by one

#ifdef RTL_SIM // set by the co-simulation script: internal tensors are not seen from outside of the RTL
const bool TRACE = false;
const char *const RESULTS = "rtl_cosim_results.log";
#else
const bool TRACE = true;
const char *const RESULTS = "csim_results.log";
#endif

std::string file_of(const std::string &folder, const Tensor &tensor) {
    return folder + "/tensor_" + tensor.name + ".txt";
}

// What was expected of a tensor, and what has been found so far.
struct Check {
    const Tensor *tensor;
    std::vector<Vector> expected; // of the first vectors, or of all
    std::map<std::string, std::uint64_t> wanted, found; // checksums by kind
    std::size_t compared, differing;
    double worst_lsb;
    std::string first;

    Check(const std::string &folder, const Tensor &tensor)
        : tensor(&tensor), expected(integer_vectors::read(file_of(folder, tensor), tensor.size)), compared(0),
          differing(0), worst_lsb(0) {}

    void compare(std::size_t index, const std::string &kind, const Vector &got) {
        std::uint64_t &sum = found[kind];
        for (std::size_t i = 0; i < tensor->size; i++)
            sum = sum * UINT64_C(6364136223846793005) + static_cast<std::uint64_t>(got[i]);
        if (index >= expected.size())
            return;
        compared += tensor->size;
        for (std::size_t i = 0; i < tensor->size; i++) {
            if (got[i] == expected[index][i])
                continue;
            const double distance = std::fabs(static_cast<double>(got[i]) - static_cast<double>(expected[index][i]));
            worst_lsb = std::max(worst_lsb, distance);
            if (differing++ < SHOWN)
                std::cout << "difference: vector " << index << " (" << kind << "), " << tensor->name << "[" << i
                          << "]: expected " << expected[index][i] << ", got "
                          << (got[i] == integers::NO_INTEGER ? "no multiple of the LSB" : std::to_string(got[i]))
                          << std::endl;
        }
    }

    bool equal() const { return differing == 0 && found == wanted; }
};

// Reads the checksums of the tensors that are checked; each must have some.
void read_checksums(const std::string &path, std::vector<Check> &checks) {
    std::map<std::string, Check *> by_name;
    for (Check &check : checks)
        by_name[check.tensor->name] = &check;
    for (const std::pair<std::size_t, std::string> &line : integer_vectors::lines(path)) {
        std::istringstream words(line.second);
        std::string kind, name;
        std::uint64_t sum;
        if (!(words >> kind >> name >> std::hex >> sum))
            throw integer_vectors::error(path, line.first, "not a kind, a tensor and a checksum");
        if (by_name.count(name))
            by_name[name]->wanted[kind] = sum;
    }
}

std::vector<std::string> read_kinds(const std::string &path) {
    std::vector<std::string> kinds;
    for (const std::pair<std::size_t, std::string> &line : integer_vectors::lines(path)) {
        std::istringstream words(line.second);
        std::string kind;
        std::size_t count;
        if (!(words >> kind >> count))
            throw integer_vectors::error(path, line.first, "not a kind and a number");
        kinds.insert(kinds.end(), count, kind);
    }
    return kinds;
}

// Where the top function leaves its internal tensors; nnet::trace_outputs leads to it.
class Traces {
    std::vector<std::vector<double> > values_;
    std::map<std::string, void *> storage_;

  public:
    Traces() {
        for (const Tensor &tensor : integers::SAVED)
            values_.push_back(std::vector<double>(tensor.size));
        for (std::size_t i = 0; i < values_.size(); i++)
            storage_[integers::SAVED[i].name] = values_[i].data();
        nnet::trace_outputs = &storage_;
        nnet::trace_enabled = TRACE;
    }
    ~Traces() { nnet::trace_enabled = false; }

    Vector of(const Tensor &tensor) {
        const double *values = static_cast<const double *>(storage_.at(tensor.name));
        Vector found(tensor.size);
        for (std::size_t i = 0; i < tensor.size; i++)
            found[i] = integers::in_lsb(values[i], tensor.exponent(i));
        return found;
    }
};

int run(const std::string &folder) {
    const std::vector<std::string> kinds = read_kinds(folder + "/vectors.txt");
    const std::vector<Vector> inputs = integer_vectors::read(file_of(folder, integers::INPUT), integers::INPUT.size);
    if (kinds.empty() || inputs.size() != kinds.size())
        throw std::runtime_error(folder + ": vectors.txt counts other vectors than the inputs have");
    std::vector<Check> checks;
    if (TRACE)
        for (const Tensor &tensor : integers::INTERNAL)
            checks.push_back(Check(folder, tensor));
    const std::size_t internal = checks.size();
    for (const Tensor &tensor : integers::OUTPUTS) {
        checks.push_back(Check(folder, tensor));
        if (checks.back().expected.size() != inputs.size())
            throw std::runtime_error(file_of(folder, tensor) + ": other vectors than the inputs have");
    }
    read_checksums(folder + "/checksums.txt", checks);

    std::ofstream results((folder + "/" + RESULTS).c_str());
    Traces traces;
    std::vector<Vector> outputs;
    for (const Tensor &tensor : integers::OUTPUTS)
        outputs.push_back(Vector(tensor.size));
    for (std::size_t index = 0; index < inputs.size(); index++) {
        integers::run(inputs[index], outputs);
        for (std::size_t i = 0; i < checks.size(); i++) {
            const Vector got = i < internal ? traces.of(*checks[i].tensor) : outputs[i - internal];
            checks[i].compare(index, kinds[index], got);
        }
        for (const Vector &output : outputs)
            for (const std::int64_t value : output)
                results << value << " ";
        results << "\n";
    }
    results.close();

    bool equal = true;
    std::size_t differences = 0, compared = 0;
    for (std::size_t i = 0; i < checks.size(); i++) {
        const Check &check = checks[i];
        if (!check.equal()) {
            std::cout << (equal ? "first differing tensor: " : "also differs: ") << check.tensor->name << ", "
                      << check.differing << " of " << check.compared << " integers, at most " << check.worst_lsb
                      << " LSB";
            for (const std::pair<const std::string, std::uint64_t> &sum : check.found)
                if (check.wanted.count(sum.first) == 0 || check.wanted.at(sum.first) != sum.second)
                    std::cout << "; " << sum.first << " have another checksum";
            std::cout << std::endl;
        }
        equal = equal && check.equal();
        if (i >= internal) {
            differences += check.differing;
            compared += check.compared;
        }
    }
    std::cout << integers::NET << ": " << differences << " differences in " << compared << " output integers of "
              << inputs.size() << " vectors";
    if (TRACE)
        std::cout << "; " << internal << " internal tensors " << (equal ? "equal" : "compared");
    std::cout << std::endl;
    return equal ? 0 : 1;
}

} // namespace

int main(int argc, char **argv) {
    try {
        return run(argc > 1 ? argv[1] : "tb_data");
    } catch (const std::exception &error) {
        std::cout << "error: " << error.what() << std::endl;
        return 3;
    }
}
