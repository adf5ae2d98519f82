// One request for the rest of a pinned file, its redirects followed, and what the answer was worth. Everything a server
// says is checked before it is believed: status, kind, length, range, and the length of what really comes.
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QUrl>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

#include "app/models/catalogue.h"
#include "app/models/fetch_rules.h"
#include "app/models/part_file.h"

namespace app::models {

struct Outcome {
    enum class Kind {
        Whole,    // the part has the length it should have
        Broken,   // ended early, stalled, refused for now: worth another try after a pause
        Misfit,   // what is there and what the server has do not go together: begin anew
        Hopeless, // `reason` and `remedy` say why no further try helps
    };
    Kind kind = Kind::Broken;
    QString reason = {}; // translated
    QString remedy = {};
    std::optional<std::chrono::milliseconds> retryAfter = {}; // as the server asked
};

class HttpAnswer {
public:
    HttpAnswer(QNetworkAccessManager &network, const FetchRules &rules, const std::stop_token &stop, PartFile &part,
               const SourceFile &wanted, const std::function<void(std::int64_t)> &tellBytes);

    // NoSpace and Error when the part cannot be written; FetchStopped.
    Outcome ask(const QUrl &address);

private:
    Outcome askOnce(const QUrl &url, std::optional<QUrl> &redirect);
    std::optional<Outcome> judge(const QNetworkReply &reply, std::optional<QUrl> &redirect);
    std::optional<Outcome> judgeStatus(const QNetworkReply &reply, int status) const;
    std::optional<Outcome> judgeRange(const QNetworkReply &reply) const;
    std::optional<Outcome> take(QNetworkReply &reply);
    Outcome judgeEnd(const QNetworkReply &reply) const;

    QNetworkAccessManager &m_network;
    const FetchRules &m_rules;
    const std::stop_token m_stop;
    PartFile &m_part;
    const SourceFile &m_wanted;
    const std::function<void(std::int64_t)> m_tellBytes;
    std::int64_t m_offset = 0;   // where this answer should begin
    bool m_isElsewhere = false;  // a redirect led to another server
    bool m_isVouchedFor = false; // the server that sent us there said that the file has the pinned SHA-256
};

} // namespace app::models
