// One pinned file over HTTP into a part file, until it has its length and its SHA-256. It goes on where a dropped or
// stalled line left off (Range with If-Range), begins anew where the server cannot go on, waits longer after each
// failure, follows redirects to https (or within this machine), and gives up with a reason where trying again cannot
// help. Runs on the thread of the caller and needs a QCoreApplication somewhere; a stop is seen at once.
#pragma once

#include <QNetworkAccessManager>
#include <QUrl>

#include <stop_token>

#include "app/models/catalogue.h"
#include "app/models/fetch_rules.h"
#include "app/models/part_file.h"

namespace app::models {

class FileFetch {
public:
    struct Tell {
        std::function<void(std::int64_t)> bytes;    // of this file that are there
        std::function<void(const QString &)> state; // as FetchProgress::state
    };

    FileFetch(const FetchRules &rules, std::stop_token stop, Tell tell);

    // Error, NoSpace, FetchStopped.
    void fetch(const QUrl &address, const SourceFile &wanted, const std::filesystem::path &file);

private:
    void pause(std::chrono::milliseconds length, const QString &why);

    const FetchRules m_rules;
    const std::stop_token m_stop;
    const Tell m_tell;
    QNetworkAccessManager m_network;
};

} // namespace app::models
