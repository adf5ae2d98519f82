#include "tests/app/models/hub_server.h"

#include <QCryptographicHash>

#include <algorithm>

#include "tests/app/models/lying_servers.h"

using servers::model;
using servers::status;

namespace {

bool isLarge(const QByteArray &path) {
    return path.endsWith(".safetensors") || path.endsWith(".bin");
}

QByteArray hexOf(const QByteArray &bytes, QCryptographicHash::Algorithm kind) {
    return QCryptographicHash::hash(bytes, kind).toHex();
}

} // namespace

Hub::Hub(HubHabits habits)
    : m_habits(std::move(habits)),
      m_edge([this](const WebRequest &request) { return answerAtEdge(request); }, m_habits.tls),
      m_hub([this](const WebRequest &request) { return answer(request); }, m_habits.tls) {}

QByteArray Hub::misread() const {
    const std::lock_guard lock(m_mutex);
    return m_misread;
}

// With all the characters that such addresses have, as they have them.
QByteArray Hub::signedPath(const QByteArray &file) {
    const QByteArray name = file.split('/').last();
    const QByteArray path =
        "/xet-bridge-us/680f87393952fce74921f3d9/" + hexOf(file, QCryptographicHash::Sha256) +
        "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=cas%2F20260325%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-Expires=3600&X-Amz-Signature=" +
        QByteArray::number(m_signed.size()) +
        "4e402d73&X-Amz-SignedHeaders=host&response-content-disposition=inline%3B+filename*%3DUTF-8%27%27" + name +
        "%3B+filename%3D%22" + name +
        "%22%3B&x-id=GetObject&Expires=1774419564&Policy=eyJTdGF0ZW1lbnQi__&Signature=Qf~kO-1_w2~~&Key-Pair-Id="
        "K2FPYV99";
    const std::lock_guard lock(m_mutex);
    m_signed.push_back(path);
    return path;
}

WebReply Hub::answer(const WebRequest &request) {
    const QByteArray commit(40, 'a');
    const auto hubs = [&](WebReply reply) {
        const QByteArray left = QByteArray::number(std::max(0, 3000 - m_requests));
        reply.headers += {{"X-Powered-By", "huggingface-moon"},
                          {"RateLimit", "\"resolvers\";r=" + left + ";t=" + m_habits.window},
                          {"RateLimit-Policy", "\"fixed window\";\"resolvers\";q=3000;w=300"},
                          {"Vary", "Origin, Accept"},
                          {"X-Repo-Commit", commit},
                          {"Accept-Ranges", "bytes"}};
        reply.end = WebReply::End::Keep;
        return reply;
    };
    if (request.path.startsWith("/api/resolve-cache/")) {
        const QByteArray file = request.path.left(request.path.indexOf('?'));
        WebRequest plain = request;
        plain.path = "/someone/tiny/resolve/" + file.split('/').mid(6).join('/');
        const QByteArray bytes = model().of(plain);
        WebReply reply = honest(request, bytes, '"' + hexOf(bytes, QCryptographicHash::Sha1) + '"');
        reply.headers.append(std::pair<QByteArray, QByteArray>("Content-Disposition",
                                                               "inline; filename*=UTF-8''file; filename=\"file\";"));
        return hubs(reply);
    }
    if (m_requests++ < m_habits.tooMany) {
        WebReply busy = status("429 Too Many Requests", {{"Content-Type", "text/plain"}});
        busy.body = "We had to rate limit your IP.";
        busy.headers += {{"RateLimit", "\"resolvers\";r=0;t=" + m_habits.window},
                         {"RateLimit-Policy", "\"fixed window\";\"resolvers\";q=3000;w=300"}};
        return busy;
    }
    if (m_requests <= m_habits.tooMany + m_habits.unwell)
        return hubs(status("503 Service Unavailable", {}));
    if (!m_habits.closed.isEmpty())
        return hubs(status(m_habits.closed, {{"X-Error-Code", "GatedRepo"}}));
    const QByteArray bytes = model().of(request);
    if (bytes.isEmpty())
        return hubs(status("404 Not Found", {{"X-Error-Code", "EntryNotFound"}}));
    WebReply reply;
    if (isLarge(request.path)) {
        const QByteArray where = m_edge.origin() + signedPath(request.path);
        reply = status("302 Found", {{"Content-Type", "text/plain; charset=utf-8"},
                                     {"Location", where},
                                     {"X-Linked-Size", m_habits.linkedSize.isEmpty() ? QByteArray::number(bytes.size())
                                                                                     : m_habits.linkedSize},
                                     {"X-Linked-ETag", '"' + hexOf(bytes, QCryptographicHash::Sha256) + '"'},
                                     {"X-Xet-Hash", hexOf(bytes, QCryptographicHash::Sha3_256)}});
        reply.body = "Found. Redirecting to " + where;
    } else {
        const QByteArray file = request.path.split('/').mid(5).join('/');
        reply = status("307 Temporary Redirect",
                       {{"Content-Type", "text/plain; charset=utf-8"},
                        {"Location", "/api/resolve-cache/models/someone/tiny/" + commit + '/' + file + '?' +
                                         QByteArray(request.path).replace("/", "%2F") + "=&etag=%22" +
                                         hexOf(bytes, QCryptographicHash::Sha1) + "%22"}});
        reply.body = "Temporary Redirect";
    }
    return hubs(reply);
}

WebReply Hub::answerAtEdge(const WebRequest &request) {
    const std::lock_guard lock(m_mutex);
    const bool isKnown = std::find(m_signed.begin(), m_signed.end(), request.path) != m_signed.end();
    if (!isKnown)
        m_misread = request.path;
    if (!isKnown || m_uses++ < m_habits.expired) {
        WebReply refused = status("403 Forbidden", {{"Content-Type", "application/xml"}});
        refused.body = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
        return refused;
    }
    QByteArray bytes;
    for (auto file = model().files.cbegin(); file != model().files.cend(); ++file) {
        if (request.path.contains("filename%3D%22" + file.key().split('/').last() + "%22"))
            bytes = file.value();
    }
    // Each of these servers cuts what it keeps into parts of its own, and its name for the file says so.
    const int answer = m_answers++;
    const QByteArray etag = '"' + hexOf(QByteArray::number(answer), QCryptographicHash::Md5) + "-2\"";
    WebReply reply = honest(request, bytes, etag);
    reply.headers += {{"Content-Disposition", "inline; filename*=UTF-8''file; filename=\"file\";"},
                      {"Cache-Control", "public, max-age=31536000"},
                      {"Accept-Ranges", "bytes"},
                      {"X-Cache", "Hit from cloudfront"}};
    if (answer == 0 && m_habits.dropAfter >= 0)
        reply = servers::cut(reply, m_habits.dropAfter, WebReply::End::Stall);
    if (bytes == model().weights())
        m_bytes += reply.send < 0 ? reply.body.size() : reply.send;
    return reply;
}
