// Replays tests/data/http/contract.json, a case for each row and status of iShowTTS's contract, against the whole
// server: the Studio's services, a model (the tiny one), a Twitch of its own. A case of the file says
//   row, says   what it stands for
//   send        "METHOD path", where the row has a parameter; version, host, headers: where they are others
//   json | body and type | form   what goes with it; "sound": that many seconds of WAV, "filler": that many bytes
//   before      what is asked on connections of its own, `times` times, and still waits
//   status, head   what comes back, and beginnings of its headers
//   answer      "": no body; "<wav file>"; else JSON, where "<text>", "<number>", "<uuid>", "<time>" and "<wav>" (in
//               base64) stand for whatever is one, a list's only member for each of them, and a name with ? may be
//               missing; all others must be there, and no other. None, from 400 on: a sentence
//   packet      the first WebSocket message is its length, this, and a WAV; until: bytes that come
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUuid>
#include <QtEndian>

#include <cmath>
#include <memory>
#include <vector>

#include "app/services.h"
#include "engine/audio/wav_bytes.h"
#include "engine/error.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/app/server/raw_client.h"
#include "tests/app/server/served_studio.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"

using namespace app::server;
using namespace Qt::StringLiterals;

namespace {

QByteArray wavOf(double seconds) {
    engine::Clip clip;
    for (int i = 0; i < int(seconds * clip.sampleRate); ++i)
        clip.samples.push_back(float(0.3 * std::sin(i * 0.05)));
    return QByteArray::fromStdString(engine::audio::wavBytes(clip));
}

bool isWav(const QByteArray &bytes) {
    return bytes.size() >= 44 && bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WAVE" &&
           qFromLittleEndian<quint32>(bytes.constData() + 4) == quint32(bytes.size() - 8);
}

bool isOf(const QString &kind, const QJsonValue &value) {
    const QString text = value.toString();
    if (kind == u"<number>")
        return value.isDouble() && value.toDouble() > 0;
    if (!value.isString() || text.isEmpty())
        return false;
    if (kind == u"<uuid>")
        return !QUuid::fromString(text).isNull() && text.size() == 36;
    if (kind == u"<time>")
        return text.endsWith(u'Z') && QDateTime::fromString(text, Qt::ISODateWithMs).isValid();
    return kind == u"<wav>" ? isWav(QByteArray::fromBase64(text.toLatin1())) : true;
}

// Where the value is another; empty: it is not.
QString flawOf(const QJsonValue &wanted, const QJsonValue &value, const QString &where) {
    const QString other = where + u": "_s + QString::fromUtf8(QJsonDocument(QJsonArray{value}).toJson()).left(200);
    if (wanted.isString() && wanted.toString().startsWith(u'<'))
        return isOf(wanted.toString(), value) ? QString() : other;
    if (wanted.isArray()) {
        if (!value.isArray() || value.toArray().isEmpty())
            return other;
        for (const QJsonValue &each : value.toArray())
            if (QString flaw = flawOf(wanted[0], each, where + u"[]"_s); !flaw.isEmpty())
                return flaw;
        return {};
    }
    if (!wanted.isObject())
        return wanted == value ? QString() : other;
    QStringList rest = value.toObject().keys();
    for (const QString &key : wanted.toObject().keys()) {
        const QString name = key.endsWith(u'?') ? key.chopped(1) : key;
        if (!rest.removeOne(name) && name == key)
            return where + u'.' + name + u" is missing"_s;
        if (value[name].isUndefined())
            continue;
        if (QString flaw = flawOf(wanted[key], value[name], where + u'.' + name); !flaw.isEmpty())
            return flaw;
    }
    return rest.isEmpty() ? QString() : where + u" also has "_s + rest.join(u' ');
}

QByteArray formOf(const QJsonArray &parts) {
    QByteArray body;
    for (const QJsonValue &part : parts) {
        body += "--X\r\nContent-Disposition: form-data; name=\"" + part[u"name"].toString().toUtf8() + '"';
        if (part[u"file"].isString())
            body += "; filename=\"" + part[u"file"].toString().toUtf8() + '"';
        if (part[u"type"].isString())
            body += "\r\nContent-Type: " + part[u"type"].toString().toUtf8();
        body += "\r\n\r\n" + part[u"data"].toString().toUtf8() + QByteArray(part[u"filler"].toInt(), 'x');
        body += (part[u"sound"].isDouble() ? wavOf(part[u"sound"].toDouble()) : QByteArray()) + "\r\n";
    }
    return body + "--X--\r\n";
}

} // namespace

class TestContract : public QObject {
    Q_OBJECT

    TinyData m_data;
    std::unique_ptr<FakeTwitch> m_twitch;
    std::unique_ptr<app::Services> m_services;
    std::unique_ptr<ServedStudio> m_other; // with another model than the Studio's
    SpeechServer *m_server = nullptr;
    QJsonObject m_file;

    QByteArray bytesOf(const QJsonValue &what) const {
        const QString line = what[u"send"].toString(what[u"row"].toString());
        QByteArray host = "127.0.0.1:" + QByteArray::number(m_server->port());
        if (what[u"host"].isString())
            host = what[u"host"].toString().toUtf8();
        QByteArray raw =
            line.toUtf8() + " HTTP/" + what[u"version"].toString(u"1.1"_s).toUtf8() + "\r\nHost: " + host + "\r\n";
        for (const QJsonValue &header : what[u"headers"].toArray())
            raw += header.toString().toUtf8().replace("TOKEN", m_server->token().toUtf8()) + "\r\n";
        if (what[u"socket"].toBool())
            raw += "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        QByteArray body, type = what[u"type"].toString().toUtf8();
        if (what[u"json"].isObject()) {
            body = QJsonDocument(what[u"json"].toObject()).toJson(QJsonDocument::Compact);
            type = "application/json";
        } else if (what[u"form"].isArray()) {
            body = formOf(what[u"form"].toArray());
            type = "multipart/form-data; boundary=X";
        } else {
            body = what[u"body"].toString().toUtf8();
        }
        if (!type.isEmpty())
            raw += "Content-Type: " + type + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        return raw + "\r\n" + body;
    }

    QByteArray answerOf(const QJsonValue &what) const {
        const QByteArray raw = bytesOf(what);
        const bool headOnly = raw.startsWith("HEAD ");
        const QByteArray until = what[u"until"].toString().toUtf8();
        return aside([&, port = m_server->port()] {
            RawClient client(port);
            client.send(raw);
            if (headOnly)
                return client.until("\r\n\r\n");
            return until.isEmpty() ? client.answer() : client.until(until);
        });
    }

    QString flawOfPacket(const QJsonValue &what) const {
        const QByteArray json = what[u"packet"].toString().toUtf8();
        QByteArray packet = aside([&, port = m_server->port(), raw = bytesOf(what)] {
            RawClient client(port);
            client.send(raw);
            QByteArray read = client.until("\r\n\r\n");
            read.remove(0, read.indexOf("\r\n\r\n") + 4);
            const auto has = [&](qsizetype bytes) {
                while (read.size() < bytes && client.more())
                    read += client.until({});
                return read.size() >= bytes;
            };
            if (!has(10) || read[0] != '\x82') // whole and binary
                return QByteArray();
            const int small = read[1] & 0x7f;
            const qsizetype from = small == 127 ? 10 : small == 126 ? 4 : 2;
            const auto size = small == 127   ? qsizetype(qFromBigEndian<quint64>(read.constData() + 2))
                              : small == 126 ? qsizetype(qFromBigEndian<quint16>(read.constData() + 2))
                                             : qsizetype(small);
            return has(from + size) ? read.mid(from, size) : QByteArray();
        });
        if (packet.size() < 4 || qFromLittleEndian<quint32>(packet.constData()) != quint32(json.size()))
            return u"no packet of this length"_s;
        if (packet.mid(4, json.size()) != json)
            return QString::fromUtf8(packet.mid(4, json.size() + 40));
        return isWav(packet.mid(4 + json.size())) ? QString() : u"no WAV behind it"_s;
    }

    void enter(const QString &section) {
        m_other.reset();
        m_server = &m_services->server();
        ServerOptions options{.port = 0};
        if (section == u"with a token") {
            options.tokenOnLoopback = true;
        } else if (section == u"in a hurry") {
            options.limits.streams = 1;
            options.limits.bodyTime = std::chrono::milliseconds(100);
        } else if (section != u"the Studio") {
            m_other = std::make_unique<ServedStudio>();
            m_server = m_other->server.get();
            if (section == u"a broken model")
                m_other->worker.load([](std::stop_token) -> std::unique_ptr<engine::Synthesizer> {
                    throw engine::badInput("The model is broken.", "Choose another one.");
                });
            else
                QCOMPARE(section, u"no model yet"_s);
            return;
        }
        m_server->turnOn(options);
        QTRY_COMPARE(m_server->state(), SpeechServer::State::On);
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); // the token goes into a file of the test's
        m_twitch = std::make_unique<FakeTwitch>();
        const app::chat::TwitchAddress address = m_twitch->address();
        qputenv("ISHOWTTS_TWITCH_HOST", address.host.toUtf8());
        qputenv("ISHOWTTS_TWITCH_PORT", QByteArray::number(address.port));
        qputenv("ISHOWTTS_TWITCH_TLS", "0");
        m_services =
            std::make_unique<app::Services>(app::Places{m_data.path(u"config/settings.json"_s), m_data.roots()});
        m_services->settings().setNfeStep(1);
        m_services->danmaku().setSilent(true);
        m_services->start();
        QTRY_VERIFY(m_services->voices().find(u"slt"_s));
        QFile file(QStringLiteral(TEST_DATA "/http/contract.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_file = QJsonDocument::fromJson(file.readAll()).object();
        QVERIFY(m_file[u"cases"].toArray().size() > 80);
    }
    void cleanupTestCase() {
        m_other.reset();
        m_services.reset();
    }

    void eachRowAndStatusHasACase() {
        QStringList there;
        for (const QJsonValue &each : m_file[u"cases"].toArray())
            there << each[u"row"].toString() + u' ' + QString::number(each[u"status"].toInt());
        const QJsonObject contract = m_file[u"contract"].toObject();
        QCOMPARE(contract.size(), qsizetype(11));
        for (auto row = contract.begin(); row != contract.end(); ++row)
            for (const QJsonValue &status : row->toArray())
                QVERIFY2(there.contains(row.key() + u' ' + QString::number(status.toInt())), qPrintable(row.key()));
    }

    void eachCaseIsAnsweredSo() {
        for (const QJsonValue &each : m_file[u"cases"].toArray()) {
            if (each[u"section"].isString()) {
                enter(each[u"section"].toString());
                continue;
            }
            const QByteArray name = each[u"row"].toString().toUtf8() + ", " + each[u"says"].toString().toUtf8() + ": ";
            std::vector<std::unique_ptr<RawClient>> waiting;
            for (int i = 0; i < each[u"before"][u"times"].toInt(); ++i) {
                waiting.push_back(std::make_unique<RawClient>(m_server->port()));
                waiting.back()->send(bytesOf(each[u"before"]));
                QTRY_COMPARE(m_server->figures().live, i + 1);
            }
            if (each[u"packet"].isString()) {
                const QString flaw = flawOfPacket(each);
                QVERIFY2(flaw.isEmpty(), (name + flaw.toUtf8()).constData());
                continue;
            }
            const QByteArray answer = answerOf(each);
            QVERIFY2(statusOf(answer) == each[u"status"].toInt(), (name + answer.left(600)).constData());
            for (const QJsonValue &line : each[u"head"].toArray())
                QVERIFY2(answer.contains("\r\n" + line.toString().toUtf8()), (name + answer.left(600)).constData());
            const QString flaw = flawOfBody(each, answer);
            QVERIFY2(flaw.isEmpty(), (name + flaw.toUtf8()).constData());
        }
    }

    // What the cases saw, and what a route of its kind may answer; of all HTTP the head of the document speaks.
    void theDocumentHasEachStatus() {
        enter(u"the Studio"_s);
        const QJsonObject document =
            QJsonDocument::fromJson(bodyOf(answerOf(QJsonObject{{u"row"_s, u"GET /openapi.json"_s}}))).object();
        const auto told = [&](const QString &row) { // "POST /api/tts"
            return document[u"paths"][row.section(u' ', 1)][row.section(u' ', 0, 0).toLower()].toObject();
        };
        const auto lacks = [&](const QString &row, int status) {
            return !told(row)[u"responses"].toObject().contains(QString::number(status));
        };
        for (const QJsonValue &each : m_file[u"cases"].toArray()) {
            const int status = each[u"status"].toInt();
            const bool any = each[u"row"].toString() == u"any";
            const QString row = (any ? each[u"send"] : each[u"row"]).toString();
            const bool ofAll = any && document[u"info"][u"description"].toString().contains(QString::number(status));
            if (status != 0 && (!any || !told(row).isEmpty()) && !ofAll)
                QVERIFY2(!lacks(row, status), qPrintable(row + u' ' + QString::number(status)));
        }
        for (const Route &route : m_server->http().routes()) {
            const QString row = QString::fromStdString(std::string(nameOf(route.method)) + ' ' + route.pattern);
            const bool says = row == u"POST /api/tts/stream" || row == u"POST /v1/audio/speech";
            std::vector<int> all{400, 401, 403};
            if (route.handle)
                all.push_back(504);
            if (route.pattern.find('{') != std::string::npos)
                all.push_back(404);
            if (route.stream || route.webSocket || says)
                all.push_back(503);
            if (says)
                all.insert(all.end(), {409, 429, 500, 502});
            if (route.body != BodyKind::None)
                all.insert(all.end(), {408, route.badBody.value_or(411), route.badBody.value_or(413),
                                       route.badBody.value_or(415)});
            for (const int status : all)
                QVERIFY2(!lacks(row, status), qPrintable(row + u' ' + QString::number(status)));
            const bool inAddress =
                told(row)[u"security"].toArray().contains(QJsonObject{{u"tokenInAddress"_s, QJsonArray()}});
            QVERIFY2(inAddress == (route.stream || route.webSocket || route.tokenInAddress), qPrintable(row));
        }
    }

    // Whatever is added to the server later, too.
    void noRouteIsOpenToOthers() {
        enter(u"the Studio"_s);
        const std::vector<Route> &routes = m_server->http().routes();
        QVERIFY(routes.size() >= 22);
        const auto asked = [&](const Route &route, const QByteArray &more, QByteArray host = {}) {
            const QByteArray own = "127.0.0.1:" + QByteArray::number(m_server->port());
            const QByteArray method = QByteArray::fromStdString(std::string(nameOf(route.method)));
            return statusOf(askRaw(m_server->port(),
                                   method + ' ' + QByteArray::fromStdString(route.pattern).replace("{id}", "slt") +
                                       " HTTP/1.1\r\nHost: " + (host.isEmpty() ? own : host) + "\r\n" + more +
                                       "Content-Length: 0\r\n\r\n"));
        };
        for (const Route &route : routes) {
            QVERIFY(route.access != Access::Undeclared);
            QCOMPARE(asked(route, {}, "rebound.example:27121"), 403);
            QCOMPARE(asked(route, "Origin: http://evil.example\r\n"), 403);
            QCOMPARE(asked(route, "Sec-Fetch-Site: cross-site\r\n"), 403);
            QCOMPARE(asked(route, "Origin: null\r\n"), 403);
            if (route.method != Method::Get)
                QCOMPARE(asked(route, "User-Agent: Mozilla/5.0\r\n"), 403);
            if (route.method == Method::Post)
                QVERIFY(asked(route, "Content-Type: text/plain\r\n") >= 400);
        }
        enter(u"with a token"_s);
        for (const Route &route : routes) {
            QCOMPARE(asked(route, {}), 401);
            QCOMPARE(asked(route, "Authorization: Bearer " + QByteArray(64, '0') + "\r\n"), 401);
        }
        QCOMPARE(m_server->figures().live, 0);
    }

private:
    static QString flawOfBody(const QJsonValue &each, const QByteArray &answer) {
        const QByteArray body = bodyOf(answer);
        const QJsonValue wanted = each[u"answer"];
        if (each[u"until"].isString())
            return body.contains(each[u"until"].toString().toUtf8()) ? QString() : u"it ends before"_s;
        if (wanted.isUndefined())
            return each[u"status"].toInt() < 400 || (answer.contains("Content-Type: text/plain") && !body.isEmpty())
                       ? QString()
                       : u"it says no sentence"_s;
        if (wanted.isString())
            return (wanted.toString().isEmpty() ? body.isEmpty() : isWav(body)) ? QString() : u"another body"_s;
        if (!answer.contains("Content-Type: application/json\r\n"))
            return u"it is no JSON"_s;
        const QJsonDocument json = QJsonDocument::fromJson(body);
        return flawOf(wanted, json.isArray() ? QJsonValue(json.array()) : QJsonValue(json.object()), u"answer"_s);
    }
};

QTEST_GUILESS_MAIN(TestContract)
#include "tst_contract.moc"
