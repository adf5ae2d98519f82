#include "app/server/metrics_routes.h"

#include <QFile>

#include <chrono>
#include <utility>

#include "app/danmaku/live_stage.h"
#include "app/speech/speech_queue.h"

namespace app::server {

using engine::performance::GpuProbe;
using engine::performance::GpuReading;
using performance::ProbeThread;

MetricsRoutes::MetricsRoutes(HttpServer &server, ServerUses uses, SoundAnswers &sounds, QObject *parent)
    : QObject(parent), m_server(server), m_uses(std::move(uses)),
      m_firstAudio({0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30}),
      m_rtf({0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 4, 8}) {
    using speech::SpeechQueue;
    connect(&sounds, &SoundAnswers::begun, this, [this](double seconds) { m_firstAudio.add(seconds); });
    connect(&m_uses.queue, &SpeechQueue::finished, this, [this](const speech::Take &take) {
        ++m_finished;
        m_audioSeconds += take.timings.audioSeconds;
        m_synthesisSeconds += take.timings.synthesisSeconds;
        if (take.timings.audioSeconds > 0)
            m_rtf.add(take.timings.rtf());
    });
    connect(&m_uses.queue, &SpeechQueue::failed, this, [this] { ++m_failed; });
    connect(&m_uses.queue, &SpeechQueue::cancelled, this, [this] { ++m_cancelled; });

    Route metrics;
    metrics.pattern = "/api/metrics";
    metrics.access = Access::Read;
    metrics.handle = [this](const ExchangePtr &exchange) {
        exchange->answer({200, PrometheusText::kContentType, text(), {{"Cache-Control", "no-store"}}});
    };
    server.add(std::move(metrics));

    QFile file(QStringLiteral(":/server/openapi.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("openapi.json is not in the program.");
    Route document;
    document.pattern = "/openapi.json";
    document.access = Access::Read;
    document.atOnce = [whole = file.readAll().toStdString()](const HttpRequest &) { return HttpResponse::json(whole); };
    server.add(std::move(document));
}

std::string MetricsRoutes::text() {
    PrometheusText to;
    to.family("ishowtts_build_info", "gauge", "The program that answers.").sample(1, {{"version", ISHOWTTS_VERSION}});
    writeServer(to);
    writeSpeech(to);
    if (m_uses.danmaku)
        writeDanmaku(to);
    writeGpu(to);
    return to.text();
}

void MetricsRoutes::writeServer(PrometheusText &to) const {
    const ServerFigures now = m_server.figures();
    to.family("ishowtts_http_connections", "gauge", "Open connections.").sample(now.connections);
    to.family("ishowtts_http_requests_live", "gauge", "Requests that are being answered.").sample(now.live);
    to.family("ishowtts_http_streams", "gauge", "Event streams and WebSockets.").sample(now.streams);
    to.family("ishowtts_http_requests_total", "counter", "Requests that were answered.").sample(double(now.requests));
    to.family("ishowtts_http_refused_total", "counter", "Requests that were refused before anything was done.")
        .sample(double(now.refused));
    to.family("ishowtts_http_failed_total", "counter", "Requests that failed (5xx).").sample(double(now.failed));
    to.family("ishowtts_http_cut_off_total", "counter", "Connections that were too slow, or made room for others.")
        .sample(double(now.cutOff));
}

void MetricsRoutes::writeSpeech(PrometheusText &to) const {
    to.family("ishowtts_speech_queue_waiting", "gauge", "Jobs that wait for the engine.")
        .sample(m_uses.queue.waiting());
    to.family("ishowtts_speech_running", "gauge", "Whether the engine speaks.").sample(m_uses.queue.running() ? 1 : 0);
    to.family("ishowtts_speech_jobs_total", "counter", "Jobs by how they ended, of everybody.")
        .sample(double(m_finished), {{"result", "finished"}})
        .sample(double(m_failed), {{"result", "failed"}})
        .sample(double(m_cancelled), {{"result", "cancelled"}});
    to.family("ishowtts_speech_audio_seconds_total", "counter", "Seconds of sound that were made.")
        .sample(m_audioSeconds);
    to.family("ishowtts_speech_synthesis_seconds_total", "counter", "Seconds that it took.").sample(m_synthesisSeconds);
    m_rtf.writeTo(to, "ishowtts_speech_rtf", "Seconds of synthesis for a second of sound, by job.");
    m_firstAudio.writeTo(to, "ishowtts_first_audio_seconds",
                         "Seconds from a streamed request to its first byte of sound.");
}

void MetricsRoutes::writeDanmaku(PrometheusText &to) const {
    const danmaku::Figures now = m_uses.danmaku->figures();
    to.family("ishowtts_danmaku_messages_total", "counter", "Messages of chats by what became of them.")
        .sample(now.received, {{"result", "received"}})
        .sample(now.filtered, {{"result", "filtered"}})
        .sample(now.played, {{"result", "played"}})
        .sample(now.dropped, {{"result", "dropped"}})
        .sample(now.repeats, {{"result", "repeated"}})
        .sample(now.removed, {{"result", "removed"}})
        .sample(now.failed, {{"result", "failed"}});
    to.family("ishowtts_danmaku_waiting", "gauge", "Messages that will be read.").sample(now.waiting);
    to.family("ishowtts_danmaku_ready", "gauge", "Of them, those whose sound is there.").sample(now.ready);
    to.family("ishowtts_danmaku_overload", "gauge", "The rung of the overload ladder, 0 to 4.").sample(now.overload);
    to.family("ishowtts_danmaku_wait_seconds", "gauge", "From received to on air, of the last 200 that were read.")
        .sample(now.waitP50, {{"percentile", "50"}}) // "quantile" is a summary's, which this is not
        .sample(now.waitP95, {{"percentile", "95"}})
        .sample(now.waitMax, {{"percentile", "100"}});
}

// As it was when it was asked last; who scrapes every 15 s gets figures of 15 s before.
void MetricsRoutes::writeGpu(PrometheusText &to) {
    constexpr std::chrono::hours kNotByItself{24};
    if (!m_probe)
        m_probe = std::make_unique<ProbeThread>("server-gpu", this, [this](const ProbeThread::Tell &tell) {
            return [this, tell, probe = std::shared_ptr<GpuProbe>(engine::performance::makeGpuProbe())] {
                tell([this, now = probe->read()] { m_gpu = now; });
            };
        });
    m_probe->start(kNotByItself);
    const GpuReading &last = m_gpu;
    if (last.state != GpuReading::State::Present)
        return;
    const auto put = [&](const char *name, const char *help, const std::optional<double> &value) {
        if (value)
            to.family(name, "gauge", help).sample(*value, {{"gpu", last.name}});
    };
    put("ishowtts_gpu_temperature_celsius", "Temperature of the graphics processor.", last.temperature);
    put("ishowtts_gpu_utilisation", "Its load, 0 to 1.", last.utilisation);
    put("ishowtts_gpu_power_watts", "What it takes.", last.power);
    put("ishowtts_gpu_memory_bytes", "Its memory in use.", last.memory);
    put("ishowtts_gpu_clock_megahertz", "Its clock.", last.clock);
    to.family("ishowtts_gpu_throttled", "gauge", "Whether something holds its clock down.")
        .sample(last.throttle.empty() ? 0 : 1, {{"gpu", last.name}});
}

} // namespace app::server

#include "moc_metrics_routes.cpp"
