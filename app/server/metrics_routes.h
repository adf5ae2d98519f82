// GET /api/metrics: what the server, the speech queue, the chat's queue and the graphics processor do, for Prometheus
// (packaging/grafana has a board of it). And GET /openapi.json: the document of all routes. Services' thread.
#pragma once

#include <QObject>

#include <memory>
#include <string>

#include "app/performance/probe_thread.h"
#include "app/server/exchange.h"
#include "app/server/http_server.h"
#include "app/server/prometheus_text.h"
#include "app/server/server_uses.h"
#include "app/server/sound_answer.h"
#include "engine/performance/gpu_probe.h"

namespace app::server {

class MetricsRoutes : public QObject {
    Q_OBJECT

public:
    MetricsRoutes(HttpServer &server, ServerUses uses, SoundAnswers &sounds, QObject *parent = nullptr);

    std::string text(); // as it is served

private:
    void writeServer(PrometheusText &to) const;
    void writeSpeech(PrometheusText &to) const;
    void writeDanmaku(PrometheusText &to) const;
    void writeGpu(PrometheusText &to);

    const HttpServer &m_server;
    const ServerUses m_uses;
    Histogram m_firstAudio; // s, of streams, from the request to the first byte
    Histogram m_rtf;
    quint64 m_finished = 0, m_failed = 0, m_cancelled = 0;
    double m_audioSeconds = 0, m_synthesisSeconds = 0;
    engine::performance::GpuReading m_gpu; // as it was when it was asked last
    std::unique_ptr<performance::ProbeThread>
        m_probe; // since it was asked first; nobody waits for it: a driver may hang
};

} // namespace app::server
