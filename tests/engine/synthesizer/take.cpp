#include "tests/engine/synthesizer/take.h"

#include <cmath>
#include <filesystem>

#include "tests/engine/model/editable_checkpoint.h"

const std::string kTwoPieces =
    "The train stopped in a small town between two hills, and nobody knew why. A man with a green hat opened the "
    "window "
    "and asked the driver. The driver said that a cow was standing on the rails, and that she looked very calm. So the "
    "people left the train, sat down in the grass and ate their bread. After an hour the cow went home, the sun came "
    "out again, and the train went on to the sea. In the evening they all wrote letters about the cow. Nobody wrote a "
    "word about the sea, which was wide and blue and quite as calm as she had been.";
const std::string kThreePieces =
    kTwoPieces +
    " The man with the green hat kept the window open until the last station, where his sister was waiting "
    "for him with a lamp, a warm coat and a great many questions about the delay. He told her the whole "
    "story twice, once on the platform and once more at home, and she did not believe him. So he showed her "
    "the letter, and the grass that was still in his coat, and a bell that the cow had lost. She hung the "
    "bell over the kitchen door, where it rang whenever somebody was late.";

double Take::loudness() const {
    double sum = 0;
    for (const float sample : samples)
        sum += double(sample) * double(sample);
    return samples.empty() ? 0.0 : std::sqrt(sum / double(samples.size()));
}

Take speak(engine::Synthesizer &synthesizer, const engine::Request &request, std::stop_token stop,
           const std::function<void(const engine::Progress &)> &onProgress) {
    Take take;
    engine::Listener listener;
    listener.chunk = [&take](const engine::ClipPtr &clip) {
        take.clips.push_back(clip->samples.size());
        take.samples.insert(take.samples.end(), clip->samples.begin(), clip->samples.end());
    };
    listener.progress = [&](const engine::Progress &progress) {
        take.progress.push_back(progress);
        if (onProgress)
            onProgress(progress);
    };
    take.timings = synthesizer.speak(request, std::move(stop), listener);
    return take;
}

engine::LoadOptions modelOptions(const std::string &name) {
    const std::filesystem::path demo = std::filesystem::path(SOURCE_FOLDER) / "resources" / "models" / "demo";
    return {name == "demo" ? engine::readModelFolder(demo) : tinyModel("v1"), engine::chooseDevice("cpu"),
            engine::Precision::Fp32};
}

std::unique_ptr<engine::Synthesizer> makeSynthesizer(const std::string &name) {
    return engine::makeLocalSynthesizer(modelOptions(name));
}

engine::Voice shippedVoice(const std::string &id) {
    return engine::loadVoice(std::filesystem::path(SOURCE_FOLDER) / "voices" / id);
}

engine::Request request(const std::string &text, std::uint64_t seed) {
    engine::Request request;
    request.text = text;
    request.voice = shippedVoice("slt");
    request.seed = seed;
    return request;
}
