#include "app/models/http_answer.h"

#include <QDateTime>
#include <QEventLoop>
#include <QRegularExpression>
#include <QTimer>

#include <algorithm>
#include <exception>

#include "app/models/address.h"
#include "app/models/models_words.h"

namespace app::models {

namespace {

using Kind = Outcome::Kind;
constexpr qint64 kReadAhead = 1 << 20; // bytes that may wait in memory
constexpr int kLongestWish = 600;      // seconds that a server may ask us to wait

QString tryMirror() {
    return say(QT_TRANSLATE_NOOP("models", "Try again later, or set the address of a mirror."));
}

// Hugging Face says when its window for requests begins anew, with every answer; it counts when none is left:
// RateLimit: "resolvers";r=0;t=55 (draft-ietf-httpapi-ratelimit-headers-09).
std::optional<std::chrono::milliseconds> windowEnd(const QNetworkReply &reply) {
    static const QRegularExpression form(QStringLiteral(";\\s*r=0\\s*;\\s*t=(\\d{1,6})(?![\\d.])"));
    const auto match = form.match(QString::fromLatin1(reply.rawHeader("RateLimit")));
    if (!match.hasMatch())
        return {};
    return std::chrono::seconds(std::min(match.captured(1).toInt() + 1, kLongestWish)); // it counts whole ones
}

std::optional<std::chrono::milliseconds> retryAfter(const QNetworkReply &reply) {
    const QByteArray text = reply.rawHeader("Retry-After");
    if (text.isEmpty())
        return windowEnd(reply);
    bool isNumber = false;
    int seconds = text.toInt(&isNumber);
    if (!isNumber) {
        const QDateTime when = QDateTime::fromString(QString::fromLatin1(text), Qt::RFC2822Date);
        if (!when.isValid())
            return {};
        seconds = int(std::clamp<qint64>(QDateTime::currentDateTimeUtc().secsTo(when), 0, kLongestWish));
    }
    return std::chrono::seconds(std::clamp(seconds, 0, kLongestWish));
}

bool isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Outcome foreignFile(std::int64_t offered, std::int64_t wanted) {
    return {Kind::Hopeless,
            say(QT_TRANSLATE_NOOP("models", "The server has another file: %1 bytes instead of %2."))
                .arg(offered)
                .arg(wanted),
            tryMirror()};
}

} // namespace

HttpAnswer::HttpAnswer(QNetworkAccessManager &network, const FetchRules &rules, const std::stop_token &stop,
                       PartFile &part, const SourceFile &wanted, const std::function<void(std::int64_t)> &tellBytes)
    : m_network(network), m_rules(rules), m_stop(stop), m_part(part), m_wanted(wanted), m_tellBytes(tellBytes) {}

Outcome HttpAnswer::ask(const QUrl &address) {
    QUrl url = address;
    m_isElsewhere = false;
    m_isVouchedFor = false;
    for (int hop = 0; hop <= m_rules.redirects; ++hop) {
        std::optional<QUrl> redirect;
        const Outcome outcome = askOnce(url, redirect);
        if (!redirect)
            return outcome;
        if (!mayRedirect(url, *redirect))
            return {Kind::Hopeless,
                    say(QT_TRANSLATE_NOOP("models", "The server sends us to %1, which is not safe."))
                        .arg(redirect->toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)),
                    tryMirror()};
        m_isElsewhere = m_isElsewhere || redirect->authority() != url.authority();
        url = *redirect;
    }
    return {Kind::Hopeless,
            say(QT_TRANSLATE_NOOP("models", "The server sends us from address to address without end.")), tryMirror()};
}

Outcome HttpAnswer::askOnce(const QUrl &url, std::optional<QUrl> &redirect) {
    m_offset = m_part.size();
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setRawHeader("User-Agent", "iShowTTS-Studio/" ISHOWTTS_VERSION);
    request.setRawHeader("Accept-Encoding", "identity");
    if (m_offset > 0) {
        request.setRawHeader("Range", "bytes=" + QByteArray::number(qint64(m_offset)) + "-");
        // Each server that hands out one pinned file has its own name for it.
        if (!m_part.etag().isEmpty() && !m_isVouchedFor)
            request.setRawHeader("If-Range", m_part.etag());
    }

    QEventLoop loop;
    QTimer stall;
    std::optional<Outcome> judged;
    bool begun = false;
    std::exception_ptr thrown; // none may pass through the event loop
    const std::unique_ptr<QNetworkReply> reply(m_network.get(request));
    reply->setReadBufferSize(kReadAhead);
    const auto guarded = [&](auto step) {
        if (thrown || judged || redirect)
            return;
        try {
            step();
        } catch (...) {
            thrown = std::current_exception();
        }
        if (thrown || judged || redirect)
            loop.quit();
    };
    const auto take = [&] {
        if (!std::exchange(begun, true))
            judged = judge(*reply, redirect);
        if (!judged && !redirect)
            judged = this->take(*reply);
        stall.start();
    };
    stall.setInterval(m_rules.stall);
    stall.setSingleShot(true);
    QObject::connect(&stall, &QTimer::timeout, &loop, [&] {
        guarded([&] {
            judged = Outcome{Kind::Broken, say(QT_TRANSLATE_NOOP("models", "Nothing came for %1 s."))
                                               .arg(std::chrono::duration<double>(m_rules.stall).count())};
        });
    });
    QObject::connect(reply.get(), &QNetworkReply::readyRead, &loop, [&] { guarded(take); });
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, [&] {
        guarded([&] {
            if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid())
                take();
            if (!judged && !redirect)
                judged = judgeEnd(*reply);
        });
        loop.quit();
    });
    stall.start();
    {
        const std::stop_callback quit(m_stop, [&] { QMetaObject::invokeMethod(&loop, "quit", Qt::QueuedConnection); });
        if (!m_stop.stop_requested() && !reply->isFinished())
            loop.exec();
    }
    reply->disconnect(&loop);
    if (!reply->isFinished())
        reply->abort();
    if (thrown)
        std::rethrow_exception(thrown);
    if (m_stop.stop_requested())
        throw FetchStopped();
    return judged.value_or(Outcome{});
}

std::optional<Outcome> HttpAnswer::judge(const QNetworkReply &reply, std::optional<QUrl> &redirect) {
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // Hugging Face names the SHA-256 of a large file before it sends us to where the file is.
    const QByteArray linked = reply.rawHeader("X-Linked-Etag").replace('"', "").toLower();
    const bool isThis = linked == QByteArray::fromStdString(m_wanted.sha256);
    if (linked.size() == 64 && !isThis)
        return Outcome{Kind::Hopeless, say(QT_TRANSLATE_NOOP("models", "The server has another version of the file.")),
                       tryMirror()};
    bool saysSize = false;
    if (const qint64 size = reply.rawHeader("X-Linked-Size").toLongLong(&saysSize); saysSize && size != m_wanted.bytes)
        return foreignFile(size, m_wanted.bytes);
    if (isRedirect(status)) {
        m_isVouchedFor = m_isVouchedFor || isThis;
        const QByteArray where = reply.rawHeader("Location");
        const QUrl target = reply.url().resolved(QUrl(QString::fromUtf8(where), QUrl::StrictMode));
        if (where.isEmpty() || !target.isValid())
            return Outcome{Kind::Hopeless,
                           say(QT_TRANSLATE_NOOP("models", "The server sends us elsewhere and does not say where.")),
                           tryMirror()};
        redirect = target;
        return {};
    }
    if (auto bad = judgeStatus(reply, status))
        return bad;
    const QByteArray kind = reply.rawHeader("Content-Type").toLower();
    if (kind.startsWith("text/html"))
        return Outcome{Kind::Hopeless, say(QT_TRANSLATE_NOOP("models", "A web page came instead of the file.")),
                       say(QT_TRANSLATE_NOOP("models", "Perhaps this network wants a login: open a web page in your "
                                                       "browser, then try again."))};
    const QByteArray coding = reply.rawHeader("Content-Encoding").toLower();
    if (!coding.isEmpty() && coding != "identity")
        return Outcome{Kind::Hopeless,
                       say(QT_TRANSLATE_NOOP("models", "The server packs the file, which was not asked "
                                                       "for (%1)."))
                           .arg(QString::fromLatin1(coding.left(40))),
                       tryMirror()};
    if (status == 206)
        return judgeRange(reply);
    // 200: the whole file, also when a part was asked for.
    if (const QByteArray length = reply.rawHeader("Content-Length"); !length.isEmpty()) {
        bool isNumber = false;
        const qint64 offered = length.toLongLong(&isNumber);
        if (!isNumber || offered != m_wanted.bytes)
            return foreignFile(offered, m_wanted.bytes);
    }
    m_part.restart();
    m_part.setEtag(reply.rawHeader("ETag"));
    return {};
}

std::optional<Outcome> HttpAnswer::judgeStatus(const QNetworkReply &reply, int status) const {
    const QString said = say(QT_TRANSLATE_NOOP("models", "The server says: %1 %2."))
                             .arg(status)
                             .arg(reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString().left(80));
    if (status == 200 || (status == 206 && m_offset > 0))
        return {};
    if (status == 206 || status == 416)
        return Outcome{Kind::Misfit, said, tryMirror()};
    // Signed addresses run out; asking anew brings another one.
    if (status == 403 && m_isElsewhere)
        return Outcome{Kind::Broken, said, tryMirror()};
    if (status == 401 || status == 403)
        return Outcome{
            Kind::Hopeless, said,
            say(QT_TRANSLATE_NOOP("models", "The publisher may have closed the file: look at its page, or set "
                                            "the address of a mirror."))};
    if (status == 404 || status == 410)
        return Outcome{Kind::Hopeless, said,
                       say(QT_TRANSLATE_NOOP("models", "The file is not there any more: update the program, or set the "
                                                       "address of a mirror."))};
    if (status == 408 || status == 425 || status == 429 || status >= 500)
        return Outcome{Kind::Broken, said, tryMirror(), retryAfter(reply)};
    return Outcome{Kind::Hopeless, said, tryMirror()};
}

std::optional<Outcome> HttpAnswer::judgeRange(const QNetworkReply &reply) const {
    static const QRegularExpression form(QStringLiteral("^bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)$"));
    const auto match = form.match(QString::fromLatin1(reply.rawHeader("Content-Range")));
    if (!match.hasMatch())
        return Outcome{Kind::Misfit, say(QT_TRANSLATE_NOOP("models", "The server does not say which part it sends.")),
                       tryMirror()};
    const qint64 first = match.captured(1).toLongLong();
    const qint64 last = match.captured(2).toLongLong();
    const QString total = match.captured(3);
    if (total != u"*" && total.toLongLong() != m_wanted.bytes)
        return foreignFile(total.toLongLong(), m_wanted.bytes);
    if (first != m_offset || last < first || last >= m_wanted.bytes)
        return Outcome{Kind::Misfit,
                       say(QT_TRANSLATE_NOOP("models", "The server sends another part than was asked for.")),
                       tryMirror()};
    if (const QByteArray etag = reply.rawHeader("ETag");
        !m_isVouchedFor && !m_part.etag().isEmpty() && !etag.isEmpty() && etag != m_part.etag())
        return Outcome{Kind::Misfit, say(QT_TRANSLATE_NOOP("models", "The server's file changed meanwhile.")),
                       tryMirror()};
    return {};
}

std::optional<Outcome> HttpAnswer::take(QNetworkReply &reply) {
    while (true) {
        const QByteArray bytes = reply.read(kReadAhead);
        if (bytes.isEmpty())
            return {};
        if (m_part.size() + bytes.size() > m_wanted.bytes) {
            m_part.restart();
            return Outcome{Kind::Hopeless, say(QT_TRANSLATE_NOOP("models", "The server sends more than the file has.")),
                           tryMirror()};
        }
        m_part.append(bytes);
        m_tellBytes(m_part.size());
    }
}

Outcome HttpAnswer::judgeEnd(const QNetworkReply &reply) const {
    if (m_part.size() == m_wanted.bytes)
        return {Kind::Whole, {}, {}, {}};
    using Error = QNetworkReply::NetworkError;
    if (reply.error() == Error::SslHandshakeFailedError)
        return {
            Kind::Hopeless,
            say(QT_TRANSLATE_NOOP("models", "The line to %1 is not safe: %2."))
                .arg(reply.url().host(), reply.errorString()),
            say(QT_TRANSLATE_NOOP("models", "Check the date of this computer and whether something stands between it "
                                            "and the network."))};
    const QString goOn = say(QT_TRANSLATE_NOOP("models", "Check the network and go on; what came so far is kept."));
    if (reply.error() == Error::NoError || reply.error() == Error::RemoteHostClosedError)
        return {Kind::Broken,
                say(QT_TRANSLATE_NOOP("models", "The line broke after %1 of %2."))
                    .arg(bytesInWords(m_part.size()), bytesInWords(m_wanted.bytes)),
                goOn};
    return {Kind::Broken,
            say(QT_TRANSLATE_NOOP("models", "No connection to %1: %2.")).arg(reply.url().host(), reply.errorString()),
            goOn};
}

} // namespace app::models
