// A server with every kind of route; each handler counts what comes so far.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QTest>

#include <atomic>
#include <chrono>
#include <string>

#include "app/server/exchange.h"
#include "app/server/http_server.h"
#include "tests/app/server/fuzzed_requests.h"
#include "tests/app/server/raw_client.h"

struct Site {
    app::server::HttpServer server;
    std::atomic<int> handled = 0;
    std::atomic<int> strangers = 0; // that came to a handler, but call the server by another name
    int gone = 0;
    app::server::ExchangePtr kept;

    explicit Site(bool running = true) {
        using namespace app::server;
        Route health{.pattern = "/api/health", .access = Access::Read};
        health.atOnce = [this](const HttpRequest &) {
            ++handled;
            return HttpResponse::json("{}");
        };
        server.add(health);
        add(Method::Get, "/api/things/{id}", Access::Read, BodyKind::None);
        add(Method::Post, "/api/things", Access::Write, BodyKind::Json);
        add(Method::Post, "/api/upload/{id}", Access::Write, BodyKind::Multipart);
        add(Method::Delete, "/api/things/{id}", Access::Write, BodyKind::None);
        Route other{.method = Method::Post, .pattern = "/v1/things", .access = Access::Write, .body = BodyKind::Json};
        other.errors = ErrorForm::OpenAi;
        other.handle = [this](const ExchangePtr &exchange) {
            ++handled;
            exchange->fail(502, "It went wrong.", {}, "broken");
        };
        server.add(other);
        Route never{.pattern = "/api/never", .access = Access::Read};
        never.handle = [this](const ExchangePtr &exchange) {
            ++handled;
            kept = exchange;
            exchange->onGone([this] { ++gone; });
        };
        server.add(never);
        never.pattern = "/api/late";
        never.deadline = std::chrono::milliseconds(20);
        server.add(never);
        never.pattern = "/api/stream";
        never.deadline = kUsualDeadline;
        never.stream = never.webSocket = true;
        server.add(never);
        if (running)
            start({.port = 0});
    }
    void start(app::server::ServerOptions options) { QVERIFY(!server.start(options)); }
    QByteArray host() const { return "127.0.0.1:" + QByteArray::number(server.port()); }
    QByteArray filled(QByteArray raw) const {
        raw.replace("HOST", host());
        return raw;
    }
    QByteArray ask(const QByteArray &raw) const { return askRaw(server.port(), filled(raw)); }

    // Sends this as a client does that then has nothing more to say, and reads until the server closes. What is wrong
    // with its answers or with what a handler got; empty: nothing. On another thread than the handlers'.
    QByteArray flawOfServer(const QByteArray &sent) const {
        constexpr int kForAnAnswer = 3; // ms; who closes before one has left, and gets none
        RawClient client(server.port());
        if (!client.isOpen())
            return "nobody listens";
        client.send(sent);
        client.hasAnswer(kForAnAnswer);
        client.finishSending();
        const QByteArray answers = client.untilClosed();
        const bool hangs = client.hangs();
        client.reset();
        if (strangers != 0)
            return "a handler got what calls the server by another name";
        return hangs ? QByteArray("it hangs") : fuzzed_requests::flawOfAnswers(answers);
    }

private:
    void add(app::server::Method method, const char *pattern, app::server::Access access, app::server::BodyKind body) {
        using namespace app::server;
        Route route{.method = method, .pattern = pattern, .access = access, .body = body, .bodyLimit = 4096};
        route.handle = [this](const ExchangePtr &exchange) {
            ++handled;
            const QByteArray named = QByteArray::fromStdString(std::string(exchange->request().header("Host")));
            const QByteArray port = ":" + QByteArray::number(server.port());
            strangers += QByteArrayList{host(), "localhost" + port, "[::1]" + port}.contains(named.toLower()) ? 0 : 1;
            exchange->answer(
                HttpResponse::text(std::string(exchange->request().path) + "|" + exchange->request().body));
        };
        server.add(route);
    }
};
