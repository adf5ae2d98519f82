#include "app/decoding/helper/sound_pipe.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

#include <soxr.h>
#include <unistd.h>

namespace decode {

namespace {

constexpr std::uint64_t kMostSamples = std::uint64_t(3) * 3600 * engine::kSampleRate;
constexpr std::size_t kBlock = 1 << 14; // samples

void writeAll(const void *bytes, std::size_t count) {
    const char *at = static_cast<const char *>(bytes);
    while (count > 0) {
        const ssize_t written = ::write(STDOUT_FILENO, at, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            ::_exit(1);
        at += written;
        count -= std::size_t(written);
    }
}

} // namespace

SoundPipe::SoundPipe()
    : m_look([this](std::span<const wire::Clipped> steps) {
          send(wire::Kind::Clipped, steps.data(), steps.size_bytes());
      }) {}

SoundPipe::~SoundPipe() {
    soxr_delete(m_soxr);
}

void SoundPipe::greet() {
    writeAll(wire::kGreeting.data(), wire::kGreeting.size());
}

void SoundPipe::send(wire::Kind kind, const void *bytes, std::size_t count, const void *more, std::size_t rest) {
    const wire::Record record{kind, std::uint32_t(count + rest)};
    writeAll(&record, sizeof record);
    writeAll(bytes, count);
    writeAll(more, rest);
}

void SoundPipe::begin(int rate, int channels, double seconds, const std::string &name) {
    if (channels < 1 || channels > int(wire::kMostChannels))
        throw Refused(wire::Reason::Unreasonable, std::to_string(channels) + " channels");
    if (rate < 4000 || rate > 768000)
        throw Refused(wire::Reason::Unreasonable, std::to_string(rate) + " Hz");
    m_rate = rate;
    m_look.begin(rate);
    if (rate != engine::kSampleRate) {
        soxr_error_t error = nullptr;
        const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
        const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
        const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
        m_soxr = soxr_create(rate, engine::kSampleRate, 1, &error, &io, &quality, &runtime);
        if (error || !m_soxr)
            throw Refused(wire::Reason::Memory, {});
    }
    wire::Format format;
    format.rate = std::uint32_t(rate);
    format.channels = std::uint32_t(channels);
    format.seconds = seconds;
    std::copy_n(name.begin(), std::min(name.size(), format.name.size() - 1), format.name.begin());
    send(wire::Kind::Format, &format, sizeof format);
}

void SoundPipe::write(std::span<const float> mono) {
    if (!std::all_of(mono.begin(), mono.end(), [](float sample) { return std::isfinite(sample); }))
        throw Refused(wire::Reason::NotNumbers, {});
    if (!m_soxr) {
        convert(mono.data(), mono.size());
        return;
    }
    for (std::size_t from = 0; from < mono.size(); from += kBlock)
        convert(mono.data() + from, std::min(kBlock, mono.size() - from));
}

void SoundPipe::look(std::span<const float> frames, int channels) {
    m_look.add(frames, channels);
}

// nullptr: what the converter still holds.
void SoundPipe::convert(const float *samples, std::size_t count) {
    const float *out = samples;
    std::size_t ready = count;
    if (m_soxr) {
        m_converted.resize(std::size_t(double(count) * engine::kSampleRate / m_rate) + kBlock);
        const soxr_error_t error =
            soxr_process(m_soxr, samples, count, nullptr, m_converted.data(), m_converted.size(), &ready);
        if (error)
            throw Refused(wire::Reason::Memory, {});
        out = m_converted.data();
    }
    if (m_sent + ready > kMostSamples)
        throw Refused(wire::Reason::TooLong, {});
    m_sent += ready;
    for (std::size_t from = 0; from < ready; from += kBlock)
        send(wire::Kind::Samples, out + from, std::min(kBlock, ready - from) * sizeof(float));
    if (m_soxr && !samples && ready > 0)
        convert(nullptr, 0);
}

void SoundPipe::progress(double fraction) {
    if (!(fraction >= m_progress + 0.005))
        return;
    m_progress = std::min(fraction, 1.0);
    send(wire::Kind::Progress, &m_progress, sizeof m_progress);
}

void SoundPipe::isAlive() {
    send(wire::Kind::Progress, &m_progress, sizeof m_progress);
}

void SoundPipe::end(bool damaged) {
    m_look.finish();
    if (m_soxr)
        convert(nullptr, 0);
    if (m_sent == 0)
        throw Refused(damaged ? wire::Reason::Damaged : wire::Reason::Empty, {});
    const wire::End end{damaged};
    send(wire::Kind::End, &end, sizeof end);
}

void SoundPipe::fail(const Refused &why) {
    const wire::Failure failure{why.reason()};
    send(wire::Kind::Failure, &failure, sizeof failure, why.text().data(),
         std::min<std::size_t>(why.text().size(), wire::kLongestText));
}

} // namespace decode
