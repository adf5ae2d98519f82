#include "app/server/exchange.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

#include "app/server/exchange_wire.h"

namespace app::server {

namespace {

using Kind = Wire::Piece::Kind;

constexpr int kGoingAway = 1001;

std::string withoutBreaks(std::string text) {
    std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == '\0'; });
    return text;
}

std::string written(const ServerEvent &event) {
    std::string text;
    if (!event.id.empty())
        text += "id: " + withoutBreaks(event.id) + "\n";
    if (!event.name.empty())
        text += "event: " + withoutBreaks(event.name) + "\n";
    std::string_view rest = event.data;
    while (true) {
        const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
        text += "data: " + std::string(rest.substr(0, end)) + "\n";
        if (end == rest.size())
            break;
        rest.remove_prefix(rest.substr(end, 2) == "\r\n" ? end + 2 : end + 1);
    }
    return text + "\n";
}

} // namespace

HttpResponse errorAnswer(ErrorForm form, int status, std::string_view sentence, std::string_view code) {
    if (form == ErrorForm::Text)
        return HttpResponse::text(std::string(sentence), status);
    const auto text = [](std::string_view what) { return QString::fromUtf8(what.data(), qsizetype(what.size())); };
    QJsonObject error;
    error[QStringLiteral("message")] = text(sentence);
    error[QStringLiteral("type")] = status >= 500   ? QStringLiteral("server_error")
                                    : status == 401 ? QStringLiteral("authentication_error")
                                    : status == 403 ? QStringLiteral("permission_error")
                                    : status == 429 ? QStringLiteral("rate_limit_error")
                                                    : QStringLiteral("invalid_request_error");
    error[QStringLiteral("param")] = QJsonValue::Null;
    if (code.empty() && status == 401)
        code = "invalid_api_key";
    error[QStringLiteral("code")] = code.empty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text(code));
    const QJsonObject whole{{QStringLiteral("error"), error}};
    HttpResponse response =
        HttpResponse::json(QJsonDocument(whole).toJson(QJsonDocument::Compact).toStdString(), status);
    response.sentence = sentence;
    return response;
}

BodyStream::BodyStream(std::shared_ptr<Wire> wire) : m_wire(std::move(wire)) {}

BodyStream::~BodyStream() {
    m_wire->push({.kind = Kind::Cut});
}

bool BodyStream::write(std::string bytes) {
    if (bytes.empty())
        return m_wire->isLive();
    return hasRoom() && m_wire->push({.kind = Kind::Bytes, .bytes = std::move(bytes)});
}

bool BodyStream::hasRoom() const {
    return m_wire->waitingBytes() < kMostWaiting;
}

void BodyStream::onRoom(std::function<void()> then) {
    m_wire->onRoom(kMostWaiting / 2, std::move(then));
}

void BodyStream::finish() {
    m_wire->push({.kind = Kind::End});
}

bool BodyStream::isLive() const {
    return m_wire->isLive();
}

void BodyStream::onGone(std::function<void()> then) {
    m_wire->onGone(std::move(then));
}

EventStream::EventStream(std::shared_ptr<Wire> wire) : m_wire(std::move(wire)) {}

EventStream::~EventStream() {
    finish();
}

bool EventStream::send(const ServerEvent &event) {
    if (m_wire->waitingPieces() >= kMostWaiting || m_wire->waitingBytes() >= BodyStream::kMostWaiting) {
        m_wire->push({.kind = Kind::Bytes, .bytes = written({{}, "lagged", {}})});
        finish();
        return false;
    }
    return m_wire->push({.kind = Kind::Bytes, .bytes = written(event)});
}

void EventStream::onRoom(std::function<void()> then) {
    m_wire->onRoom(1, std::move(then));
}

void EventStream::finish() {
    m_wire->push({.kind = Kind::End});
}

bool EventStream::isLive() const {
    return m_wire->isLive();
}

void EventStream::onGone(std::function<void()> then) {
    m_wire->onGone(std::move(then));
}

MessageSocket::MessageSocket(std::shared_ptr<Wire> wire) : m_wire(std::move(wire)) {}

MessageSocket::~MessageSocket() {
    close(kGoingAway);
}

bool MessageSocket::hasRoom() const {
    const std::size_t pieces = m_wire->waitingPieces(), bytes = m_wire->waitingBytes();
    return bytes < kMostBytes && pieces < (bytes < kShortInAll ? kMostShort : kMostWaiting);
}

bool MessageSocket::send(std::string bytes, Kind kind) {
    if (!hasRoom())
        return false;
    return m_wire->push(
        {.kind = kind == Kind::Text ? Wire::Piece::Kind::Text : Wire::Piece::Kind::Binary, .bytes = std::move(bytes)});
}

bool MessageSocket::send(std::shared_ptr<const std::string> bytes, Kind kind) {
    if (!hasRoom())
        return false;
    return m_wire->push(
        {.kind = kind == Kind::Text ? Wire::Piece::Kind::Text : Wire::Piece::Kind::Binary, .shared = std::move(bytes)});
}

void MessageSocket::close(int code) {
    m_wire->push({.kind = Wire::Piece::Kind::Close, .code = code});
}

bool MessageSocket::isLive() const {
    return m_wire->isLive();
}

void MessageSocket::onMessage(std::function<void(const std::string &, Kind)> then) {
    m_wire->onMessage([then = std::move(then)](const std::string &bytes, bool binary) {
        then(bytes, binary ? Kind::Binary : Kind::Text);
    });
}

void MessageSocket::onGone(std::function<void()> then) {
    m_wire->onGone(std::move(then));
}

Exchange::Exchange(HttpRequest request, ErrorForm errors, std::shared_ptr<Wire> wire)
    : m_request(std::move(request)), m_errors(errors), m_wire(std::move(wire)) {}

Exchange::~Exchange() {
    if (!m_answered)
        fail(500, "The request was not answered.");
}

bool Exchange::isLive() const {
    return m_wire->isLive();
}

void Exchange::onGone(std::function<void()> then) {
    m_wire->onGone(std::move(then));
}

void Exchange::answer(HttpResponse response) {
    if (!std::exchange(m_answered, true))
        m_wire->push({.kind = Wire::Piece::Kind::Answer, .response = std::move(response)});
}

void Exchange::fail(int status, std::string_view sentence, Headers headers, std::string_view code) {
    HttpResponse response = errorAnswer(m_errors, status, sentence, code);
    response.headers = std::move(headers);
    answer(std::move(response));
}

void Exchange::failQuoting(int status, std::string_view sentence, std::string_view noted, std::string_view code) {
    HttpResponse response = errorAnswer(m_errors, status, sentence, code);
    response.sentence = noted;
    answer(std::move(response));
}

std::shared_ptr<BodyStream> Exchange::stream(HttpResponse head) {
    m_answered = true;
    m_wire->push({.kind = Wire::Piece::Kind::Head, .response = std::move(head)});
    return std::make_shared<BodyStream>(m_wire);
}

std::shared_ptr<EventStream> Exchange::events(Headers headers) {
    m_answered = true;
    m_wire->setEvents();
    HttpResponse head{200, "text/event-stream", {}, std::move(headers)};
    m_wire->push({.kind = Wire::Piece::Kind::Head, .response = std::move(head)});
    return std::make_shared<EventStream>(m_wire);
}

std::shared_ptr<MessageSocket> Exchange::socket() {
    m_answered = true;
    m_wire->push({.kind = Wire::Piece::Kind::Upgrade});
    return std::make_shared<MessageSocket>(m_wire);
}

} // namespace app::server
