#include "app/cli/self_checks.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <QFile>
#include <QTemporaryDir>

#include "app/cli/local_server.h"
#include "app/models/licence_gate.h"
#include "app/performance/change_watch.h"
#include "app/settings/said_settings.h"
#include "app/settings/settings.h"
#include "app/storage/connection.h"
#include "app/storage/library_schema.h"
#include "engine/audio/file.h"
#include "engine/audio/recording.h"
#include "engine/audio/reference.h"
#include "engine/cli/console.h"
#include "engine/cli/synthesis.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/performance/machine_probe.h"
#include "engine/performance/patient_probe.h"
#include "engine/performance/regression.h"
#include "engine/text/chinese.h"
#include "engine/text/tokens.h"

namespace app::cli {

namespace {

using namespace engine::cli;
using engine::badInput;
using engine::failure;
namespace fs = std::filesystem;
namespace speed = engine::performance;

constexpr double kMostRtf = 0.35;      // iShowTTS's bound, on its Jetson AGX Orin
constexpr double kOwnMargin = 1.25;    // above the mean of this machine's records that are alike
constexpr double kLeastMemory = 500e6; // bytes
constexpr double kMostGrowth = 100e6;  // bytes, over three utterances
constexpr double kLeastRoom = 500e6;   // bytes

class SelfTest {
public:
    SelfTest(const Arguments &arguments, std::stop_token stop) : m_arguments(arguments), m_stop(std::move(stop)) {}

    std::string environment() const;
    std::string folders() const;
    std::string settings() const;
    std::string model();
    std::string signs() const;
    std::string voices() const;
    std::string recording() const;
    std::string chinese() const;
    std::string synthesis();
    std::string sameAgain();
    std::string stopping();
    std::string rtf();
    std::string memory();
    std::string files() const;
    std::string api() const;

private:
    engine::Synthesizer &synthesizer() const {
        if (m_synthesizer == nullptr)
            throw failure("No model is loaded.", "See the check \"model\".");
        return *m_synthesizer;
    }
    engine::Request request() const {
        engine::Request request = requestFrom(m_arguments, kStandardSentence);
        request.seed = 1;
        return request;
    }
    std::vector<float> speak(engine::Timings *timings = nullptr, std::stop_token stop = {});

    const Arguments &m_arguments;
    const std::stop_token m_stop;
    std::optional<engine::ModelFiles> m_files;
    std::unique_ptr<engine::Synthesizer> m_synthesizer;
    std::vector<float> m_sound;
};

std::string SelfTest::environment() const {
    speed::MachineProbe probe;
    const speed::MachineReading machine = probe.read();
    const engine::Device device = chosenDevice(m_arguments);
    if (machine.memory && machine.allMemory && *machine.allMemory - *machine.memory < kLeastMemory)
        throw failure("Only " + fileSize(*machine.allMemory - *machine.memory) + " of memory are free.",
                      "Close other programs.");
    const speed::GpuReading gpu = speed::makePatientProbe(speed::kMuchPatience, m_stop)->read();
    if (gpu.state == speed::GpuReading::State::Lost || gpu.state == speed::GpuReading::State::Failed)
        throw failure("GPU: " + gpu.why + ".", "Start the machine anew; until then use --device cpu.");
    return "iShowTTS " ISHOWTTS_VERSION ", " + device.name + ", " +
           (gpu.state == speed::GpuReading::State::Present ? gpu.name : "no GPU: " + gpu.why);
}

std::string SelfTest::folders() const {
    std::string words;
    for (const fs::path &folder : {engine::userDataFolder(), engine::userStateFolder()}) {
        fs::path there = folder;
        std::error_code error;
        while (!fs::exists(there, error) && there.has_relative_path())
            there = there.parent_path(); // it is made when something is kept
        const QTemporaryDir trial(QString::fromStdString((there / "ishowtts-selftest-XXXXXX").string()));
        if (!trial.isValid())
            throw failure(there.string() + " cannot be written to.", "Give this user the rights, or free some room.");
        const fs::space_info room = fs::space(there, error);
        if (!error && double(room.available) < kLeastRoom)
            throw failure("Only " + fileSize(double(room.available)) + " are free in " + there.string() + ".",
                          "Remove what is not needed.");
        words += (words.empty() ? "" : ", ") + folder.string();
    }
    return words;
}

std::string SelfTest::settings() const {
    const QString file = Settings::standardFile();
    const SaidSettings said(file, QProcessEnvironment::systemEnvironment());
    if (!said.problems().isEmpty()) {
        const Problem &problem = said.problems().front();
        throw badInput(problem.what.toStdString(), problem.remedy.toStdString());
    }
    return QFile::exists(file) ? file.toStdString() : "none of your own";
}

std::string SelfTest::model() {
    m_files = models::findUsable(engine::dataRoots(), m_arguments.text("--model")); // its licence is asked for
    m_synthesizer = loadModel(m_arguments, *m_files, m_stop);
    const engine::ModelSummary summary = m_synthesizer->summary();
    return summary.name + ", " + fixed(double(summary.parameters) / 1e6, 1) + " million parameters, " +
           toString(summary.precision) + ", loaded in " + fixed(summary.loadSeconds, 2) + " s";
}

std::string SelfTest::signs() const {
    if (!m_files)
        throw failure("No model is loaded.", "See the check \"model\".");
    if (const std::string complaint = vocabularyWarning(*m_files, request()); !complaint.empty())
        throw badInput(complaint, "Choose a model with a vocabulary for English.");
    return "all signs of the standard sentence are known";
}

std::string SelfTest::voices() const {
    const engine::VoiceListing listing = engine::listVoices(engine::dataRoots());
    if (listing.voices.empty())
        throw badInput("There is no voice.", "Install the program again, or add a voice with `ishowtts voices add`.");
    if (!listing.problems.empty())
        throw badInput(listing.problems.front(), "Mend that folder, or remove it.");
    std::error_code error;
    for (const engine::Voice &voice : listing.voices)
        if (!fs::is_regular_file(voice.recording, error))
            throw badInput("The recording of the voice \"" + voice.id + "\" is missing.",
                           "Put it back: " + voice.recording.string());
    return std::to_string(listing.voices.size()) + (listing.voices.size() == 1 ? " voice" : " voices");
}

std::string SelfTest::recording() const {
    const engine::Voice voice = request().voice;
    const auto reference = engine::audio::prepareReference(
        engine::audio::readRecording(voice.recording, engine::audio::kMaxReadSeconds), voice.transcript);
    return voice.id + ", " + fixed(double(reference.samples.size()) / engine::kSampleRate, 1) + " s";
}

std::string SelfTest::chinese() const {
    const engine::text::Chinese tables(engine::chineseTablesFile());
    const std::string text = "你好，世界";
    if (const std::string complaint = tables.complaint(text); !complaint.empty())
        throw failure(complaint, "Install the program again, with its data.");
    const auto tokens = engine::text::toTokens(text, tables);
    if (std::find(tokens.begin(), tokens.end(), "hao3") == tokens.end())
        throw failure("Chinese is not read as it should be.", "Install the program again, with its data.");
    return "read as pinyin";
}

std::vector<float> SelfTest::speak(engine::Timings *timings, std::stop_token stop) {
    std::vector<float> sound;
    engine::Listener listener;
    listener.chunk = [&](const engine::ClipPtr &clip) {
        sound.insert(sound.end(), clip->samples.begin(), clip->samples.end());
    };
    const engine::Timings figures = synthesizer().speak(request(), stop.stop_possible() ? stop : m_stop, listener);
    if (timings != nullptr)
        *timings = figures;
    return sound;
}

std::string SelfTest::synthesis() {
    m_sound = speak();
    const double seconds = double(m_sound.size()) / engine::kSampleRate;
    double squares = 0;
    for (const float sample : m_sound) {
        if (!std::isfinite(sample))
            throw failure("The sound holds numbers that are none.", "Try --precision fp32, and report it.");
        squares += double(sample) * sample;
    }
    const double level = m_sound.empty() ? 0 : std::sqrt(squares / double(m_sound.size()));
    if (seconds < 0.3 || seconds > 30)
        throw failure("A sentence of 40 characters became " + fixed(seconds, 1) + " s of sound.",
                      "Look whether the voice's transcript is what its recording says.");
    if (level < 1e-4)
        throw failure("What was spoken is silent.", "Try another voice, or another model.");
    return fixed(seconds, 2) + " s of speech, level " + fixed(20 * std::log10(level), 0) + " dB";
}

std::string SelfTest::sameAgain() {
    if (m_sound.empty() || speak() != m_sound)
        throw failure("The same text, voice and seed did not become the same sound.",
                      "Look for faults of memory or of an overclocked processor, and report it.");
    return "the same seed gives the same bytes";
}

std::string SelfTest::stopping() {
    std::stop_source source;
    source.request_stop();
    engine::Timings timings;
    speak(&timings, source.get_token());
    if (!timings.stopped)
        throw failure("Stop was not seen.", "Report it.");
    if (speak() != m_sound)
        throw failure("After a stop the same sentence sounds otherwise.", "Report it.");
    return "stop is seen, and the next sentence is whole";
}

std::string SelfTest::rtf() {
    std::vector<double> values;
    engine::Timings timings;
    for (int i = 0; i < 3; ++i) {
        speak(&timings);
        values.push_back(timings.rtf());
    }
    const double median = speed::spread(values).median;
    double bound = m_arguments.has("--rtf") ? m_arguments.number("--rtf") : kMostRtf;
    std::string whose = m_arguments.has("--rtf") ? "the given bound" : "iShowTTS's bound";
    const std::vector<speed::SpeedRecord> records = speed::readHistory(speed::standardHistoryFile()).records;
    const engine::ModelSummary summary = synthesizer().summary();
    const auto alike = std::find_if(records.rbegin(), records.rend(), [&](const speed::SpeedRecord &record) {
        const speed::Conditions &conditions = record.conditions;
        return !record.imported && conditions.model == summary.name && conditions.nfe == request().nfeStep &&
               conditions.device == toString(summary.device.kind) && conditions.deviceName == summary.device.name &&
               conditions.precision == toString(summary.precision) &&
               conditions.lengthClass == speed::lengthClass(timings.audioSeconds);
    });
    if (!m_arguments.has("--rtf") && alike != records.rend() && alike->rtf.mean * kOwnMargin > bound) {
        bound = alike->rtf.mean * kOwnMargin; // a slow machine that is no slower than it was
        whose = "a quarter above what was measured here";
    }
    const std::string device = m_arguments.text("--device");
    const std::string onDevice = device == "auto" ? std::string() : " --device " + device;
    if (median >= bound)
        throw failure("The RTF is " + fixed(median, 3) + ", not below " + fixed(bound, 3) + " (" + whose + ").",
                      "Stop other programs, look at `ishowtts status` and `ishowtts profile`; on a machine that is "
                      "slow by nature run `" +
                          performance::benchCommand(m_arguments.text("--model")) + onDevice +
                          "` once, which sets its own bound.");
    return "RTF " + fixed(median, 3) + ", below " + fixed(bound, 3) + " (" + whose + ")";
}

std::string SelfTest::memory() {
    const auto own = [] { return speed::memoryOf("self").value_or(0); };
    const double before = own();
    for (int i = 0; i < 3; ++i)
        speak();
    const double grown = own() - before;
    if (grown > kMostGrowth)
        throw failure("Three more sentences took " + fileSize(grown) + " of memory.",
                      "Watch it with `ishowtts monitor`, and report it.");
    return fileSize(before) + ", and " + (grown > 0 ? fileSize(grown) : "nothing") + " more after three sentences";
}

std::string SelfTest::files() const {
    const QTemporaryDir folder;
    const fs::path file = fs::path(folder.path().toStdString()) / "sound.wav";
    engine::Clip clip;
    clip.samples = m_sound;
    engine::audio::writeWav(file, clip);
    if (engine::audio::readSound(file, 60).frames() != m_sound.size())
        throw failure("A sound file did not come back as it was written.", "Look at the disk.");
    const fs::path library = storage::libraryFile(engine::userDataFolder());
    std::error_code error;
    if (!fs::exists(library, error))
        return "a sound file is written and read; no library yet";
    try {
        storage::Connection connection(QString::fromStdString(library.string()));
        const QString state = connection.text(QStringLiteral("PRAGMA quick_check(1)"));
        if (state != QLatin1String("ok"))
            throw failure("The library of takes is damaged: " + state.toStdString() + ".",
                          "Bring back a backup: `ishowtts restore`.");
    } catch (const storage::Error &problem) {
        throw failure(problem.problem().what.toStdString(), problem.problem().remedy.toStdString());
    }
    return "a sound file is written and read; the library is whole";
}

std::string SelfTest::api() const {
    const int port = m_arguments.integer("--port");
    const LocalServer server = askLocalServer(port);
    if (server.kind == LocalServer::Kind::Other)
        throw failure("On port " + std::to_string(port) + " something else answers.",
                      "Stop it, or say another port with --port.");
    return server.kind == LocalServer::Kind::Ours     ? "the server says that it is well"
           : server.kind == LocalServer::Kind::Closed ? "a server answers, and wants its token"
                                                      : "no server runs, so there is nothing to ask";
}

} // namespace

std::vector<SelfCheck> selfChecks(const Arguments &arguments, const std::stop_token &stop) {
    const auto test = std::make_shared<SelfTest>(arguments, stop);
    const auto check = [&test](const char *name, auto member) {
        return SelfCheck{name, [test, member] { return ((*test).*member)(); }};
    };
    return {check("environment", &SelfTest::environment),
            check("folders", &SelfTest::folders),
            check("settings", &SelfTest::settings),
            check("model", &SelfTest::model),
            check("signs", &SelfTest::signs),
            check("voices", &SelfTest::voices),
            check("recording", &SelfTest::recording),
            check("chinese", &SelfTest::chinese),
            check("synthesis", &SelfTest::synthesis),
            check("repeat", &SelfTest::sameAgain),
            check("stop", &SelfTest::stopping),
            check("rtf", &SelfTest::rtf),
            check("memory", &SelfTest::memory),
            check("files", &SelfTest::files),
            check("api", &SelfTest::api)};
}

} // namespace app::cli
