#include "app/models/file_fetch.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <utility>

#include "app/models/http_answer.h"
#include "app/models/models_words.h"

namespace app::models {

using namespace std::chrono_literals;

namespace {

engine::Error giveUp(const SourceFile &wanted, const Outcome &outcome) {
    return engine::failure(say(QT_TRANSLATE_NOOP("models", "%1 cannot be fetched. %2"))
                               .arg(QString::fromStdString(wanted.to), outcome.reason)
                               .toStdString(),
                           outcome.remedy.toStdString());
}

// Many small steps forward are progress too, but not one byte at each try.
std::int64_t stepForward(const SourceFile &wanted) {
    return std::min<std::int64_t>(1 << 20, wanted.bytes / 20 + 1);
}

} // namespace

FileFetch::FileFetch(const FetchRules &rules, std::stop_token stop, Tell tell)
    : m_rules(rules), m_stop(std::move(stop)), m_tell(std::move(tell)) {}

void FileFetch::fetch(const QUrl &address, const SourceFile &wanted, const std::filesystem::path &file) {
    m_tell.state(say(QT_TRANSLATE_NOOP("models", "Checking what is there")));
    PartFile part(file, wanted.bytes, m_rules.keepFree, m_stop, m_tell.bytes);
    m_tell.state({});
    std::int64_t furthest = part.size(); // bytes that came twice are no step forward
    int failures = 0;
    int wrong = 0;
    int misfits = 0;
    auto wait = m_rules.firstPause;
    while (true) {
        if (part.size() == wanted.bytes) {
            if (part.sha256() == QByteArray::fromStdString(wanted.sha256)) {
                part.finish();
                return;
            }
            part.restart();
            m_tell.bytes(0);
            furthest = 0;
            // What was put together from several answers, or lay here before, may be fetched once more.
            if (++wrong > 1)
                throw giveUp(wanted,
                             {Outcome::Kind::Hopeless,
                              say(QT_TRANSLATE_NOOP("models", "What came is not the pinned file: its SHA-256 is "
                                                              "another. It was thrown away.")),
                              say(QT_TRANSLATE_NOOP("models", "Do not use this source; try another address."))});
        }
        const std::int64_t before = part.size();
        const Outcome outcome = HttpAnswer(m_network, m_rules, m_stop, part, wanted, m_tell.bytes).ask(address);
        if (outcome.kind == Outcome::Kind::Whole) {
            if (before == 0)
                ++wrong; // in one piece: if it is wrong now, it will be again
            continue;
        }
        if (outcome.kind == Outcome::Kind::Hopeless)
            throw giveUp(wanted, outcome);
        if (outcome.kind == Outcome::Kind::Misfit) {
            part.restart();
            m_tell.bytes(0);
            furthest = 0;
            if (++misfits > 1)
                throw giveUp(wanted, outcome);
            continue;
        }
        if (part.size() >= furthest + stepForward(wanted)) {
            furthest = part.size();
            failures = 0;
            wait = m_rules.firstPause;
        }
        if (++failures >= m_rules.tries)
            throw giveUp(wanted, outcome);
        pause(std::max(wait, outcome.retryAfter.value_or(0ms)), outcome.reason);
        wait = std::min(2 * wait, m_rules.longestPause);
    }
}

void FileFetch::pause(std::chrono::milliseconds length, const QString &why) {
    QEventLoop loop;
    QTimer end;
    QTimer second;
    auto left = length;
    const auto tell = [&] {
        m_tell.state(say(QT_TRANSLATE_NOOP("models", "%1 Next try in %2 s."))
                         .arg(why)
                         .arg(std::max<qint64>(1, std::chrono::ceil<std::chrono::seconds>(left).count())));
    };
    QObject::connect(&end, &QTimer::timeout, &loop, &QEventLoop::quit);
    QObject::connect(&second, &QTimer::timeout, &loop, [&] {
        left -= 1s;
        tell();
    });
    tell();
    end.start(length);
    second.start(1s);
    const std::stop_callback quit(m_stop, [&] { QMetaObject::invokeMethod(&loop, "quit", Qt::QueuedConnection); });
    if (!m_stop.stop_requested())
        loop.exec();
    m_tell.state({});
    if (m_stop.stop_requested())
        throw FetchStopped();
}

} // namespace app::models
