// `ishowtts serve`: comes up, answers, ends when told to, and is none the worse for being killed.
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <thread>

#include "tests/end_to_end/killed_server.h"
#include "tests/end_to_end/server_process.h"
#include "tests/patience.h"
#include "tests/small_files.h"

using end_to_end::everythingIn;
using end_to_end::Program;
using end_to_end::Server;
using namespace Qt::StringLiterals;

namespace {

struct Example {
    QString language, text;
};

// What stands in a page of the guide as code, for a server on this port.
QList<Example> examplesOf(const char *page, quint16 port) {
    const QString text =
        QString::fromUtf8(Program::read(QStringLiteral(SOURCE_FOLDER "/resources/guide/") + QLatin1String(page)));
    static const QRegularExpression fence(u"^( *)```([a-z]*)\\n(.*?)\\n\\1```$"_s,
                                          QRegularExpression::MultilineOption |
                                              QRegularExpression::DotMatchesEverythingOption);
    QList<Example> examples;
    for (auto match = fence.globalMatch(text); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        QString code = u'\n' + found.captured(3);
        code.replace(u'\n' + found.captured(1), u"\n"_s);
        code.replace(u"127.0.0.1:27121"_s, u"127.0.0.1:%1"_s.arg(port));
        examples.append({found.captured(2), code.trimmed()});
    }
    return examples;
}

void putProgram(const QString &file, const QByteArray &script) {
    put(file, "#!/bin/sh\n" + script);
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

} // namespace

class TestServe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Each line that the guide gives, copied and run.
    void theGuideIsRight() {
        Program program;
        const QString home = program.path(u"home"_s);
        QDir().mkpath(home + u"/bin"_s);
        QDir().mkpath(home + u"/ishowtts/config"_s);
        QDir().mkpath(home + u"/ishowtts/data/audio"_s);
        program.setVariable(u"HOME"_s, home);
        program.setVariable(u"PATH"_s, home + u"/bin:"_s + qEnvironmentVariable("PATH"));
        program.setVariable(u"PYTHONDONTWRITEBYTECODE"_s, u"1"_s);
        QVERIFY(QFile::link(Program::location(), home + u"/bin/ishowtts"_s));
        putProgram(home + u"/bin/aplay"_s, "cat > heard.pcm\n");
        putProgram(home + u"/bin/jq"_s,
                   "exec python3 -c 'import json, sys; print(json.load(sys.stdin)[\"audio_base64\"])'\n");
        put(home + u"/.curlrc"_s, "fail\nsilent\nshow-error\n"); // an answer that says no ends with an error
        const QByteArray voice = Program::read(QStringLiteral(SOURCE_FOLDER "/voices/slt/reference.wav"));
        QVERIFY(!voice.isEmpty());
        put(home + u"/me.wav"_s, voice);
        put(home + u"/ishowtts/config/my_voice.wav"_s, voice);
        put(home + u"/ishowtts/data/audio/other.wav"_s, voice);
        put(home + u"/ishowtts/config/ishowtts.toml"_s,
            "bind_addr = \"0.0.0.0:27121\"\ndefault_voice = \"my_voice\"\n[f5]\ndefault_nfe_step = 6\n[[f5.voices]]\n"
            "id = \"my_voice\"\nreference_audio = \"my_voice.wav\"\nreference_text = \"Author of the danger trail.\"\n"
            "language = \"en\"\npreload = true\n[danmaku.twitch]\nenabled = false\n");
        put(home + u"/ishowtts/data/overrides.json"_s,
            R"({"entries":{"my_voice::f5":{"engine":"f5","reference_audio":"audio/other.wav",)"
            R"("reference_text":"Other words.","updated_at":"2025-10-01T00:00:00Z"}}})");

        Server server(program, {});
        QStringList options = QString::fromUtf8(program.run({u"serve"_s, u"--help"_s}).output).split(u' ');
        const bool hasNode = program.shell(u"node -e fetch"_s).status == 0;
        if (!hasNode)
            qWarning("not run: the guide's example for Node, as no Node with fetch is installed");
        int run = 0;
        for (const char *page : {"curl.md", "openai.md", "chat-bridge.md", "overlay.md", "moving.md", "server.md"}) {
            const QList<Example> examples = examplesOf(page, server.port());
            QVERIFY2(!examples.isEmpty(), page);
            for (const Example &example : examples) {
                const QString where = QString::fromLatin1(page) + u": "_s + example.text;
                static const QRegularExpression option(u"--[a-z-]+"_s);
                if (example.text.contains(u"ishowtts serve"_s) || example.text.contains(u"ishowtts-studio"_s)) {
                    for (auto match = option.globalMatch(example.text.section(u"systemctl"_s, 0, 0)); match.hasNext();)
                        QVERIFY2(options.contains(match.next().captured()), qPrintable(where));
                } else if (example.language == u"python"_s) {
                    put(home + u"/example.py"_s, example.text.toUtf8());
                    const auto done =
                        program.shell(QStringLiteral("cd; '" SOURCE_FOLDER "/build/python/bin/python' example.py"));
                    QVERIFY2(done.status == 0, qPrintable(where + done.messages));
                    ++run;
                } else if (example.language == u"js"_s && example.text.contains(u"fetch("_s) && hasNode) {
                    put(home + u"/example.mjs"_s, example.text.toUtf8());
                    QFile::remove(home + u"/hello.wav"_s);
                    const auto done = program.shell(u"cd; node example.mjs"_s);
                    QVERIFY2(done.status == 0, qPrintable(where + done.messages));
                    QVERIFY(Program::read(home + u"/hello.wav"_s).startsWith("RIFF"));
                } else if (example.language.isEmpty() && !example.text.startsWith(u"location"_s) &&
                           !example.text.contains(u"http.server"_s)) {
                    const auto done = program.shell(u"set -e -o pipefail; cd; "_s + example.text);
                    // What is taken back may be over already.
                    static const QRegularExpression takesBack(u"^curl -X DELETE \\S+/api/tts/\\S+$"_s);
                    const bool tooLate =
                        takesBack.match(example.text.section(u'\n', -1)).hasMatch() && done.messages.contains(u"404"_s);
                    QVERIFY2(done.status == 0 || tooLate, qPrintable(where + done.messages));
                    ++run;
                }
            }
        }
        QVERIFY2(run >= 9, qPrintable(QString::number(run)));
        for (const char *file : {"/heard.pcm", "/hello.pcm", "/hello.mp3", "/hello.wav"})
            QVERIFY2(Program::read(home + QLatin1String(file)).size() > 1000, file);
        QVERIFY(Program::read(home + u"/hello.wav"_s).startsWith("RIFF"));
        QTRY_VERIFY(server.ask("GET /api/voices").contains(R"("id":"my_voice")"));
        QTRY_VERIFY(
            server.ask("GET /api/voices/my_voice/reference").contains(R"("override_reference_text":"Other words.")"));
        const QByteArray settings = program.shell(u"cat \"$XDG_CONFIG_HOME/ishowtts-studio/settings.json\""_s).output;
        for (const char *part : {R"("voice": "my_voice")", R"("nfe": 6)", R"("reach": "network")"})
            QVERIFY2(settings.contains(part), settings.constData());
    }

    void answersUntilItIsTold() {
        Program program;
        // A recording of a stranger that a killed server left goes, and the one that another server reads now stays.
        const QString left = program.path(u"tmp/ishowtts-upload-left"_s),
                      young = program.path(u"tmp/ishowtts-upload-new"_s);
        for (const QString &folder : {left, young}) {
            QVERIFY(QDir().mkpath(folder));
            put(folder + u"/upload.wav"_s, "RIFF");
        }
        std::filesystem::last_write_time(left.toStdString(),
                                         std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
        program.setVariable(u"TMPDIR"_s, program.path(u"tmp"_s));
        Server server(program, {});
        QTRY_VERIFY(!QFile::exists(left));
        QVERIFY(QFile::exists(young + u"/upload.wav"_s));
        QCOMPARE(server.said()[u"address"_s].toString(), u"http://127.0.0.1:%1"_s.arg(server.port()));
        QCOMPARE(statusOf(server.ask("GET /api/health")), 200);
        QVERIFY(server.ask("GET /api/voices").contains(R"("id":"slt")"));
        const QByteArray spoken = askRaw(server.port(), server.sayBytes("Hello."));
        QCOMPARE(statusOf(spoken), 200);
        QVERIFY(spoken.contains(R"("format":"audio/wav")"));
        const QJsonObject status = server.status(program)[u"server"_s].toObject();
        QVERIFY(status[u"value"_s].toObject()[u"running"_s].toBool());
        QCOMPARE(status[u"value"_s].toObject()[u"waiting"_s].toInt(-1), 0);
        QVERIFY(status[u"words"_s].toString().endsWith(u"rests, 0 jobs wait"_s));

        // A voice that another program makes meanwhile is there a moment later.
        QFile shipped(QStringLiteral(SOURCE_FOLDER "/voices/slt/reference.wav"));
        QVERIFY(shipped.open(QIODevice::ReadOnly));
        program.addVoice(u"newcomer"_s, shipped.readAll());
        QTRY_VERIFY(server.ask("GET /api/voices").contains(R"("id":"newcomer")"));

        const auto second = program.run({u"serve"_s, u"--port"_s, QString::number(server.port())});
        QCOMPARE(second.status, 3);
        QVERIFY2(second.messages.contains(u"another program"_s), qPrintable(second.messages));

        RawClient waiting(server.port()); // who waits does not hold it up
        waiting.send(server.sayBytes(QByteArray("Many words. ").repeated(20)));
        server.signal(SIGTERM);
        QCOMPARE(server.ended(), 0);
    }

    // Each has a chat of its own; the second one says where. The usual place is free again when its server is gone.
    void twoBesideEachOther() {
        Program program;
        program.setVariable(u"XDG_DATA_HOME"_s, program.path(u"data"_s));
        const auto places = [&] {
            return everythingIn(program.path(u"data"_s)).filter(u"library.sqlite"_s).join(u' ');
        };
        auto first = std::make_unique<Server>(program, QStringList());
        QTRY_VERIFY2(places().contains(u"/serve/library.sqlite"_s) && !places().contains(u"serve-2"_s),
                     qPrintable(places()));
        Server second(program, {});
        QCOMPARE(statusOf(first->ask("GET /api/health")), 200);
        QCOMPARE(statusOf(second.ask("GET /api/health")), 200);
        QTRY_VERIFY2(places().contains(u"/serve-2/library.sqlite"_s), qPrintable(places()));
        const QByteArray said = second.process().readAllStandardError();
        QVERIFY2(said.contains("Another server of yours runs") && said.contains("/serve-2"), said.constData());
        QVERIFY(!first->process().readAllStandardError().contains("Another server"));
        first->signal(SIGKILL);
        first->ended();
        first = std::make_unique<Server>(program, QStringList());
        QCOMPARE(statusOf(first->ask("GET /api/health")), 200);
        QVERIFY(!first->process().readAllStandardError().contains("Another server"));
    }

    void aTokenIsMadeAndKept() {
        Program program;
        const QString file = program.path(u"keys/token"_s);
        QByteArray token;
        for (int round = 0; round < 2; ++round) {
            Server server(program, {u"--token-file"_s, file});
            QCOMPARE(server.said()[u"token_file"_s].toString(), file);
            const QByteArray now = Program::read(file);
            QCOMPARE(now.size(), 64);
            QVERIFY(token.isEmpty() || token == now);
            token = now;
            QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));
            QCOMPARE(statusOf(server.ask("GET /api/health")), 401);
            QCOMPARE(statusOf(server.ask("GET /api/health", "Authorization: Bearer " + token + "\r\n")), 200);
            const auto words = [&](const QStringList &more) {
                return server.status(program, more)[u"server"_s].toObject()[u"words"_s].toString();
            };
            QTRY_VERIFY_WITH_TIMEOUT(words({}).contains(u"wants its token"_s), kLongEnough);
            QTRY_VERIFY_WITH_TIMEOUT(words({u"--token-file"_s, file}).endsWith(u"0 jobs wait"_s), kLongEnough);
        }
        QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        const auto refused = program.run({u"serve"_s, u"--port"_s, u"0"_s, u"--token-file"_s, file});
        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.messages.contains(u"others may read it"_s), qPrintable(refused.messages));

        program.setVariable(u"XDG_RUNTIME_DIR"_s, program.path(u"runtime"_s));
        Server open(program, {u"--bind"_s, u"0.0.0.0"_s});
        QCOMPARE(open.said()[u"token_file"_s].toString(), program.path(u"runtime/ishowtts/server-token"_s));
        QCOMPARE(statusOf(open.ask("GET /api/voices")), 401);
        const auto waiting = [&] {
            return open.status(program)[u"server"_s].toObject()[u"value"_s].toObject()[u"waiting"_s].toInt(-1);
        };
        QTRY_COMPARE_WITH_TIMEOUT(waiting(), 0, kLongEnough); // its token was found where it leaves it

        open.signal(SIGTERM);
        QCOMPARE(open.ended(), 0);
        program.setVariable(u"ISHOWTTS_KEEP_TOKEN"_s, u"1"_s); // as the unit of systemd sets it
        program.setVariable(u"XDG_STATE_HOME"_s, program.path(u"state"_s));
        for (int round = 0; round < 2; ++round) { // the machine starts anew between them
            Server kept(program, {u"--bind"_s, u"0.0.0.0"_s});
            QCOMPARE(kept.said()[u"token_file"_s].toString(), program.path(u"state/ishowtts-studio/server-token"_s));
            const QByteArray now = Program::read(kept.said()[u"token_file"_s].toString());
            QVERIFY(now.size() == 64 && (round == 0 || now == token));
            token = now;
            QVERIFY(QDir(program.path(u"runtime"_s)).removeRecursively());
        }

        // Whoever else listens on a port gets no token, whatever it says.
        const int stranger = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *const there = static_cast<sockaddr *>(static_cast<void *>(&address));
        QVERIFY(::bind(stranger, there, size) == 0 && ::listen(stranger, 8) == 0);
        QCOMPARE(::getsockname(stranger, there, &size), 0);
        QByteArray heard;
        std::thread listening([&] {
            for (int client = ::accept(stranger, nullptr, nullptr); client >= 0;
                 client = ::accept(stranger, nullptr, nullptr)) {
                char bytes[4096];
                heard.append(bytes, std::max<ssize_t>(::recv(client, bytes, sizeof bytes, 0), 0));
                const QByteArray says = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 37\r\n\r\n"
                                        "The token is missing or another one.\n";
                (void)::send(client, says.constData(), size_t(says.size()), MSG_NOSIGNAL);
                ::close(client);
            }
        });
        const QStringList asks{u"status"_s, u"--json"_s, u"--port"_s, QString::number(ntohs(address.sin_port))};
        const QJsonObject said = program.run(asks).object()[u"server"_s].toObject();
        ::shutdown(stranger, SHUT_RDWR);
        listening.join();
        ::close(stranger);
        QVERIFY(said[u"words"_s].toString().contains(u"wants its token"_s));
        QVERIFY(heard.startsWith("GET /api/health") && !heard.contains("Authorization"));
    }

    // The short form of server_kills: beside the real Studio, in which somebody goes on speaking.
    void killedAtAnyMoment() {
        end_to_end::KilledServer killed(1);
        const QString missing = killed.setUp();
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        for (int round = 0; round < 4; ++round)
            killed.kill(round % 2 == 1);
        killed.endStudio();
        QCOMPARE(killed.faults(), 0);
    }
};

QTEST_GUILESS_MAIN(TestServe)
#include "tst_serve.moc"
