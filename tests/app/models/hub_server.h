// Answers as Hugging Face does, as far as its documentation, its own client (huggingface_hub 1.x) and logs of others
// tell (2026): large files are sent elsewhere with an address that is signed anew each time and runs out, to servers
// that name the file otherwise; small ones are sent on within the host; too many requests are told when to come back.
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include "tests/app/models/small_server.h"

struct HubHabits {
    int tooMany = 0; // requests that are told to come back in `window` seconds first
    QByteArray window = "1";
    int unwell = 0;             // first answers that are a fault of its own
    int expired = 0;            // signatures that have run out when they are used
    qint64 dropAfter = -1;      // the first answer with a large file ends after so many bytes; below 0: never
    QByteArray closed = {};     // a status in place of the redirect
    QByteArray linkedSize = {}; // what it says instead of a large file's length
    std::optional<QSslConfiguration> tls = {};
};

class Hub {
public:
    explicit Hub(HubHabits habits = {});

    QByteArray origin() const { return m_hub.origin(); }
    std::vector<WebRequest> requests() const { return m_hub.requests(); }      // of the host itself
    std::vector<WebRequest> edgeRequests() const { return m_edge.requests(); } // of the servers with the large files
    qint64 bytesOfWeights() const { return m_bytes; }                          // that were handed out
    QByteArray misread() const; // a signed address that came back otherwise than it was given; empty: none

private:
    WebReply answer(const WebRequest &request);
    WebReply answerAtEdge(const WebRequest &request);
    QByteArray signedPath(const QByteArray &file);

    const HubHabits m_habits;
    mutable std::mutex m_mutex;
    std::vector<QByteArray> m_signed;
    QByteArray m_misread;
    int m_requests = 0, m_uses = 0, m_answers = 0;
    std::atomic<qint64> m_bytes = 0;
    SmallServer m_edge, m_hub; // last: they call what is above
};
