// What a program that runs emulators of trained networks knows of them: the interface of hls4ml's emulators in CMSSW
// (https://github.com/cms-hls4ml/hls4mlEmulatorExtras), whose loader takes these libraries too.
#ifndef HLS4ML_EMULATOR_H_
#define HLS4ML_EMULATOR_H_

#include <any>

namespace hls4mlEmulator {

class Model {
  public:
    virtual void prepare_input(std::any input) = 0;
    virtual void predict() = 0;
    virtual void read_result(std::any result) = 0;
    virtual ~Model() = default;
};

} // namespace hls4mlEmulator

#endif
