#include "app/decoding/decoding_job.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <new>

#include <fcntl.h>
#include <sys/stat.h>

#include "app/decoding/file_hash.h"
#include "app/decoding/helper_process.h"
#include "app/decoding/refusals.h"
#include "app/decoding/wire.h"
#include "engine/descriptor.h"

namespace app::decoding {

namespace {

using Got = HelperProcess::Got;
using Clock = std::chrono::steady_clock;

constexpr int kBetweenLooksMs = 50;
constexpr double kLeastProgress = 0.002;
constexpr std::uint32_t kMostRate = 768'000; // Hz
constexpr std::size_t kMostSamples = std::size_t(kLongestSound) * engine::kSampleRate;

QStringList usualProgram() {
    const QDir here(QCoreApplication::applicationDirPath());
    for (const char *place :
         {"ishowtts-decode", "../libexec/ishowtts-studio/ishowtts-decode", "../bin/ishowtts-decode"}) {
        if (const QString file = here.filePath(QLatin1String(place)); QFileInfo(file).isExecutable())
            return {QDir::cleanPath(file)};
    }
    return {};
}

// What a stranger calls something, for people: printable, short.
QString cleaned(const char *text, std::size_t length) {
    QString clean;
    for (const QChar c : QString::fromUtf8(text, qsizetype(strnlen(text, length)))) {
        if (c.isPrint())
            clean += c;
    }
    return clean.left(80);
}

// Reads the records of one process until it has said how it went.
class Listener {
public:
    Listener(const QString &file, HelperProcess &process, const std::stop_token &stop,
             const std::function<void(double)> &progress)
        : m_file(file), m_process(process), m_stop(stop), m_progress(progress) {
        m_sound.fileName = QFileInfo(file).fileName();
    }

    Outcome listen() {
        std::array<char, 8> greeting{};
        if (const Got got = read(greeting.data(), greeting.size()); got == Got::Ended)
            return neverBegan();
        else if (got != Got::All)
            return broken(got);
        if (greeting != wire::kGreeting)
            return nonsense();
        for (const Clock::time_point begun = Clock::now();;) {
            if (Clock::now() - begun > std::chrono::duration<double>(kLongestWork))
                return tookTooLong(m_file);
            wire::Record record;
            if (const Got got = read(&record, sizeof record); got != Got::All)
                return broken(got);
            if (record.bytes > wire::kLongestRecord)
                return nonsense();
            m_bytes.resize(record.bytes);
            if (const Got got = read(m_bytes.data(), m_bytes.size()); got != Got::All)
                return broken(got);
            if (const std::optional<Outcome> outcome = take(record.kind))
                return *outcome;
        }
    }

private:
    Got read(void *bytes, std::size_t count) { return m_process.read(bytes, count, m_stop, kPatienceMs); }

    template <typename Value> bool copyTo(Value &value) const {
        if (m_bytes.size() < sizeof value)
            return false;
        std::memcpy(&value, m_bytes.data(), sizeof value);
        return true;
    }

    std::optional<Outcome> take(wire::Kind kind) { // an outcome: the last record
        switch (kind) {
        case wire::Kind::Format:
            return takeFormat();
        case wire::Kind::Samples:
            return takeSamples();
        case wire::Kind::Progress:
            if (double fraction = 0;
                copyTo(fraction) && std::isfinite(fraction) && m_progress && fraction >= m_told + kLeastProgress) {
                m_told = std::min(fraction, 1.0);
                m_progress(m_told);
            }
            return std::nullopt;
        case wire::Kind::Clipped:
            return takeClipped();
        case wire::Kind::End:
            return takeEnd();
        case wire::Kind::Failure: {
            wire::Failure failure;
            if (!copyTo(failure))
                return nonsense();
            return refusal(m_file, failure.reason,
                           cleaned(m_bytes.data() + sizeof failure, m_bytes.size() - sizeof failure));
        }
        }
        return nonsense();
    }

    std::optional<Outcome> takeFormat() {
        wire::Format format;
        if (!m_sound.format.isEmpty() || !copyTo(format))
            return nonsense();
        if (format.rate == 0 || format.rate > kMostRate || format.channels == 0 ||
            format.channels > wire::kMostChannels)
            return nonsense();
        m_clipping.sampleRate = int(format.rate);
        m_clipping.channels = int(format.channels);
        const QString channels = format.channels == 1 ? QCoreApplication::translate("decoding", "1 channel")
                                                      : QCoreApplication::translate("decoding", "%1 channels");
        m_sound.format = QCoreApplication::translate("decoding", "%1, %2 Hz")
                             .arg(cleaned(format.name.data(), format.name.size()), QString::number(format.rate));
        m_sound.format += QStringLiteral(", ") + (format.channels == 1 ? channels : channels.arg(format.channels));
        // Room that grew by doubling would be twice as much; what is not written into is only an address.
        const double claimed = format.seconds > 0 ? format.seconds + 1 : kLongestSound;
        try {
            m_clip->samples.reserve(std::size_t(std::min(claimed, kLongestSound) * engine::kSampleRate));
        } catch (const std::bad_alloc &) { // what it claims is not believed: perhaps so much will not come
        }
        return std::nullopt;
    }

    std::optional<Outcome> takeSamples() {
        if (m_sound.format.isEmpty() || m_bytes.size() % sizeof(float) != 0)
            return nonsense();
        std::vector<float> &samples = m_clip->samples;
        const std::size_t count = std::min(m_bytes.size() / sizeof(float), kMostSamples - samples.size());
        samples.resize(samples.size() + count);
        std::memcpy(samples.data() + (samples.size() - count), m_bytes.data(), count * sizeof(float));
        if (!std::all_of(samples.end() - std::ptrdiff_t(count), samples.end(),
                         [](float x) { return std::isfinite(x); }))
            return nonsense();
        return samples.size() == kMostSamples ? std::optional(endAtMost()) : std::nullopt;
    }

    // Nobody needs more for a voice of twelve seconds, and hours of sound are gigabytes of memory.
    Outcome endAtMost() {
        m_sound.notice =
            QCoreApplication::translate("decoding",
                                        "Of '%1', the first %n minutes were read: cut out the part that you "
                                        "want if it lies behind them.",
                                        nullptr, int(kLongestSound / 60))
                .arg(m_sound.fileName);
        return whole();
    }

    Outcome whole() {
        if (m_clip->samples.capacity() > 2 * m_clip->samples.size())
            m_clip->samples.shrink_to_fit();
        m_sound.clip = m_clip;
        if (!m_clipping.steps.empty())
            m_sound.clipping = std::make_shared<const engine::quality::KnownClipping>(std::move(m_clipping));
        return m_sound;
    }

    std::optional<Outcome> takeClipped() {
        constexpr auto kMostSteps = std::uint32_t(kLongestSound / engine::quality::kStepSeconds);
        std::vector<wire::Clipped> told(m_bytes.size() / sizeof(wire::Clipped));
        if (m_sound.format.isEmpty() || m_bytes.empty() || m_bytes.size() % sizeof(wire::Clipped) != 0)
            return nonsense();
        std::memcpy(told.data(), m_bytes.data(), m_bytes.size());
        for (const wire::Clipped &each : told) {
            const bool ascends = m_clipping.steps.empty() || each.step > m_clipping.steps.back().step;
            if (!ascends || each.step > kMostSteps + 1 || each.samples > std::uint32_t(m_clipping.sampleRate) ||
                each.channels == 0)
                return nonsense();
            m_clipping.steps.push_back({each.step, each.samples, each.channels});
        }
        return std::nullopt;
    }

    std::optional<Outcome> takeEnd() {
        wire::End end;
        if (!copyTo(end) || m_clip->samples.empty())
            return nonsense();
        if (end.damaged)
            m_sound.notice =
                QCoreApplication::translate("decoding", "The file '%1' is damaged: of it, %2 s could be read.")
                    .arg(m_sound.fileName, QString::number(m_clip->seconds(), 'f', 1));
        return whole();
    }

    Outcome neverBegan() {
        const int signal = m_process.endedBy();
        return signal == SIGKILL || signal == SIGXCPU ? crashed(m_file, signal)
                                                      : cannotStart(m_file, signal, m_process.exitCode());
    }

    Outcome broken(Got got) {
        if (got == Got::Stopped)
            return Stopped{};
        return got == Got::Stuck ? stuck(m_file) : crashed(m_file, m_process.endedBy());
    }
    Outcome nonsense() { return crashed(m_file, 0); }

    double m_told = -1; // progress
    const QString m_file;
    HelperProcess &m_process;
    const std::stop_token m_stop;
    const std::function<void(double)> m_progress;
    DecodedSound m_sound;
    std::shared_ptr<engine::Clip> m_clip = std::make_shared<engine::Clip>();
    engine::quality::KnownClipping m_clipping;
    std::vector<char> m_bytes;
};

} // namespace

Outcome decodeFile(const QString &file, const std::stop_token &stop, const std::function<void(double)> &progress,
                   const QStringList &program) {
    const QStringList command = program.isEmpty() ? usualProgram() : program;
    if (command.isEmpty())
        return noProgram();
    // A FIFO would block for ever.
    const engine::Descriptor input(::open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (const int reason = errno; input.get() < 0)
        return cannotOpen(file, reason);
    struct stat status {};
    if (::fstat(input.get(), &status) != 0 || !S_ISREG(status.st_mode))
        return noFile(file, S_ISDIR(status.st_mode));
    if (status.st_size == 0)
        return refusal(file, wire::Reason::Empty, {});
    if (status.st_size > kLargestFile)
        return tooLarge(file, status.st_size);

    HelperProcess process(command, input.get());
    if (!process.isStarted())
        return noProgram();
    const FileHash hash(input.get(), status.st_size);
    // Both go on beside each other: what is further behind says how long it takes.
    const auto tell = [&](double decoded) {
        if (progress)
            progress(std::min(decoded, hash.share()));
    };
    Outcome outcome;
    try {
        outcome = Listener(file, process, stop, tell).listen();
    } catch (const std::bad_alloc &) { // the listener's sound is gone, so there is room for saying it
        outcome = refusal(file, wire::Reason::Memory, {});
    }
    if (auto *sound = std::get_if<DecodedSound>(&outcome)) {
        while (!stop.stop_requested() && !hash.isReady(kBetweenLooksMs))
            tell(1);
        if (stop.stop_requested())
            return Stopped{};
        sound->sha256 = hash.hex();
        if (sound->sha256.isEmpty())
            return refusal(file, wire::Reason::Damaged, {});
        tell(1);
    }
    return outcome;
}

} // namespace app::decoding
