// A connection of its own to a PulseAudio server, or to PipeWire in its place: for one stream that plays or records, or
// for what else is asked.
// libpulse's thread calls back while it holds the lock; everybody else takes it.
#pragma once

#include <QString>

#include <functional>

struct pa_context;
struct pa_sample_spec;
struct pa_stream;
struct pa_threaded_mainloop;

namespace app::sound {

class PulseConnection {
public:
    // Does not wait: libpulse's thread reads where the server is, and calls `ready` when it has answered. Whoever is
    // referred to there outlives the connection, or calls end().
    enum class Start { Never, WhereItIsSetUp }; // a server, when none runs
    explicit PulseConnection(std::function<void()> ready, Start start = Start::Never);
    ~PulseConnection();
    PulseConnection(const PulseConnection &) = delete;
    PulseConnection &operator=(const PulseConnection &) = delete;

    void end(); // nothing is called back any more

    class Lock { // not on libpulse's thread
    public:
        explicit Lock(const PulseConnection &connection);
        ~Lock();
        Lock(const Lock &) = delete;
        Lock &operator=(const Lock &) = delete;
        explicit operator bool() const { return m_loop != nullptr; } // false: there is no connection, or it has ended

    private:
        pa_threaded_mainloop *m_loop;
    };

    // These with the lock held.
    pa_context *context() const { return m_context; }
    bool isReady() const;                          // the server has answered, and is still there
    pa_stream *stream() const { return m_stream; } // null: there is none yet
    // Of format(). When it breaks, so does the connection; null: it did already.
    pa_stream *makeStream(const char *name);
    bool isStreamReady() const;
    void breakOff(); // nothing comes of it any more

    // These take it.
    bool isBroken() const;
    bool isServerGone() const;
    QString whyNot() const; // in the server's words; "" when it said nothing

    static const pa_sample_spec &format(); // mono, float32, at engine::kSampleRate

private:
    void connect(); // these on libpulse's thread
    void follow();

    const std::function<void()> m_ready;
    const Start m_start;
    pa_threaded_mainloop *m_loop;
    pa_context *m_context = nullptr;
    pa_stream *m_stream = nullptr;
    bool m_broken = false;
};

} // namespace app::sound
