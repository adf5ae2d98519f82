#include "engine/model/case.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <optional>

#include "engine/clip.h"
#include "engine/error.h"
#include "engine/json.h"
#include "engine/model/dit.h"
#include "engine/model/flow.h"
#include "engine/model/flow_times.h"
#include "engine/model/torch_errors.h"
#include "engine/model/vocos.h"
#include "engine/replacing_file.h"
#include "engine/text/vocabulary.h"

namespace engine::model {
namespace {

constexpr Json::Limits kMetadata = {1 << 20, 2, 100000};

struct Case {
    at::Tensor reference, noise;
    std::vector<std::string> tokens;
    int nfeStep = 0;
    double cfgStrength = 0, sway = 0;
};

at::Tensor melOf(const Weights &file, const std::string &name) {
    const TensorView &view = file.at(name);
    if (view.dtype != Dtype::F32 || view.shape.size() != 2 || view.shape[1] != kMelBands || view.shape[0] < 1 ||
        view.shape[0] > 65536)
        throw badInput(file.file().string() + ": " + name +
                           " must be a tensor of 32-bit floats with the shape [frames, 100].",
                       "Write the case with tests/reference/make_reference.py.");
    requireFinite(view, name, file.file());
    at::Tensor mel = at::empty(view.shape, at::kFloat);
    std::memcpy(mel.data_ptr(), view.bytes.data(), view.bytes.size());
    return mel;
}

double numberOf(const Weights &file, const std::string &name, double low, double high) {
    const auto found = file.metadata().find(name);
    if (found != file.metadata().end()) {
        const Json value = Json::parse(found->second, file.file().string() + ", metadata " + name, kMetadata);
        if (value.isNumber() && value.number() >= low && value.number() <= high)
            return value.number();
    }
    throw badInput(file.file().string() + ": the metadata needs " + name + " as a number from " + std::to_string(low) +
                       " to " + std::to_string(high) + ".",
                   "Write the case with tests/reference/make_reference.py.");
}

Case readCase(const std::filesystem::path &path) {
    const Weights file = Weights::open(path);
    Case result;
    result.reference = melOf(file, "cond_mel");
    result.noise = melOf(file, "noise");
    if (result.noise.size(0) <= result.reference.size(0))
        throw badInput(path.string() + ": noise must have more frames than cond_mel.",
                       "Write the case with tests/reference/make_reference.py.");
    const auto tokens = file.metadata().find("tokens");
    const Json list = tokens == file.metadata().end()
                          ? Json()
                          : Json::parse(tokens->second, path.string() + ", metadata tokens", kMetadata);
    const auto isString = [](const Json &token) { return token.isString(); };
    if (!list.isArray() || !std::all_of(list.array().begin(), list.array().end(), isString))
        throw badInput(path.string() + ": the metadata needs tokens, a JSON list of strings.",
                       "Write the case with tests/reference/make_reference.py.");
    for (const Json &token : list.array())
        result.tokens.push_back(token.string());
    const double steps = numberOf(file, "nfe_step", 1, 1024);
    if (steps != std::floor(steps))
        throw badInput(path.string() + ": nfe_step must be a whole number.", "Correct the case.");
    result.nfeStep = int(steps);
    result.cfgStrength = numberOf(file, "cfg_strength", 0, 100);
    result.sway = numberOf(file, "sway_sampling_coef", -1, 1);
    return result;
}

std::span<const std::byte> bytesOf(const at::Tensor &tensor) {
    return std::as_bytes(std::span<const float>(tensor.const_data_ptr<float>(), std::size_t(tensor.numel())));
}

CaseResult run(const ModelFiles &files, const Device &device, Precision precision, const std::filesystem::path &in,
               const std::filesystem::path &out, int runs) {
    if (runs < 1)
        throw badInput("A case must run at least once.", "Ask for one run or more.");
    if (!out.empty())
        requireReplaceable(out);
    const Case input = readCase(in);
    const Arithmetic arithmetic = arithmeticFor(device, precision);
    const text::Vocabulary vocabulary = text::Vocabulary::load(files.vocabulary);
    const Dit dit(Weights::open(files.weights), files.flags, arithmetic);
    if (vocabulary.maxId() >= dit.vocabularySize())
        throw badInput("The vocabulary has " + std::to_string(vocabulary.maxId() + 1) +
                           " lines but the model has room for " + std::to_string(dit.vocabularySize()) + " tokens.",
                       "Put the vocab.txt that belongs to this checkpoint into " + files.folder.string() + ".");
    std::optional<Vocos> vocos;
    if (!files.vocoderWeights.empty())
        vocos.emplace(Weights::open(files.vocoderWeights), files.vocoderConfig, arithmetic.device);

    FlowInput flow;
    flow.reference = input.reference.to(arithmetic.device);
    flow.noise = input.noise.to(arithmetic.device);
    flow.ids = vocabulary.ids(input.tokens);
    flow.cfgStrength = input.cfgStrength;
    CaseResult result;
    result.frames = int(input.noise.size(0));
    result.referenceFrames = int(input.reference.size(0));
    result.hasWave = vocos.has_value() && result.frames - result.referenceFrames >= 2;

    at::Tensor mel, wave;
    for (int i = 0; i < runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const std::vector<float> times = flowTimes(input.nfeStep, Schedule::Epss, input.sway);
        mel = runFlow(dit, flow, times, {}, [](int) {});
        if (result.hasWave)
            wave = (*vocos)(mel.narrow(0, result.referenceFrames, result.frames - result.referenceFrames)).contiguous();
        mel = mel.cpu().contiguous(); // waits for the device
        result.seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::vector<TensorToWrite> tensors{{"mel", Dtype::F32, {result.frames, kMelBands}, bytesOf(mel)}};
    if (result.hasWave)
        tensors.push_back({"wave", Dtype::F32, {wave.numel()}, bytesOf(wave)});
    if (!out.empty())
        writeSafetensors(out, tensors, {});
    return result;
}

} // namespace

CaseResult runCase(const ModelFiles &files, const Device &device, Precision precision, const std::filesystem::path &in,
                   const std::filesystem::path &out, int runs) {
    const c10::InferenceMode guard;
    return converted("The case could not be computed", "Check that the checkpoint is complete and of a known form.",
                     [&] { return run(files, device, precision, in, out, runs); });
}

std::vector<double> runVocoder(const ModelFiles &files, const Device &device, double audioSeconds, int runs,
                               const std::function<bool()> &goesOn) {
    const c10::InferenceMode guard;
    return converted("The vocoder could not be measured", "Check that its files are complete.", [&] {
        if (files.vocoderWeights.empty())
            throw badInput("The model \"" + files.name + "\" has no vocoder.", "Choose one that has, or fetch Vocos.");
        const Arithmetic arithmetic = arithmeticFor(device, Precision::Fp32);
        const Vocos vocos(Weights::open(files.vocoderWeights), files.vocoderConfig, arithmetic.device);
        const auto frames = std::max<std::int64_t>(2, std::int64_t(audioSeconds * kSampleRate / kHopLength));
        const at::Tensor wave = at::arange(frames * kMelBands, at::TensorOptions(at::kFloat)).sin() - 4;
        const at::Tensor mel = wave.view({frames, kMelBands}).to(arithmetic.device);
        std::vector<double> seconds;
        for (int i = 0; i < runs && goesOn(); ++i) {
            const auto start = std::chrono::steady_clock::now();
            vocos(mel); // gives its samples to the processor, and so waits for the device
            seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
        return seconds;
    });
}

} // namespace engine::model
