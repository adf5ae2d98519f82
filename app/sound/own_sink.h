// A sound device of the program's own, "iShowTTS Stream", that other programs record: a null sink at the sound server
// (PulseAudio, or PipeWire in its place). Made on request and taken down at the end; one that is there, of another
// Studio or left by a killed one, is used too, and of two that were made at the same moment one is taken down, so that
// there are never two. Each connection that uses it says so to the
// server (property "ishowtts.stream" of its client), which forgets that when a program dies: the last one takes it
// down. What somebody else removes is made anew. GUI thread; never waits for the server.
#pragma once

#include <QObject>
#include <QTimer>

#include <memory>

#include "app/problem.h"

namespace app::sound {

class OwnSink : public QObject {
    Q_OBJECT

public:
    static constexpr const char *kName = "ishowtts_stream"; // as the server knows it, and device settings

    explicit OwnSink(QObject *parent = nullptr);
    ~OwnSink() override; // takes it down, if nobody else uses it; waits for the server, a second at most

    void want(bool wanted);
    bool isThere() const { return m_there; }

Q_SIGNALS:
    void changed(bool there);
    void problem(const app::Problem &problem);

private:
    struct Talk; // with the server, on libpulse's thread
    void follow();

    std::unique_ptr<Talk> m_talk;
    QTimer m_look;
    bool m_wanted = false;
    bool m_there = false;
    int m_looks = 0; // since it was wanted
    int m_pause = 1; // looks, until a server that went is looked for again; longer each time
    int m_paused = 0;
};

} // namespace app::sound
