// `ishowtts serve`: comes up, answers, ends when told to, and is none the worse for being killed.
#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>
#include <thread>
#include <vector>

#include "tests/end_to_end/server_process.h"
#include "tests/patience.h"

using end_to_end::everythingIn;
using end_to_end::Program;
using end_to_end::Server;
using namespace Qt::StringLiterals;

class TestServe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersUntilItIsTold() {
        Program program;
        Server server(program, {});
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
            QVERIFY2(words({}).contains(u"wants its token"_s), qPrintable(words({})));
            QVERIFY(words({u"--token-file"_s, file}).endsWith(u"0 jobs wait"_s));
        }
        QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        const auto refused = program.run({u"serve"_s, u"--port"_s, u"0"_s, u"--token-file"_s, file});
        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.messages.contains(u"others may read it"_s), qPrintable(refused.messages));

        program.setVariable(u"XDG_RUNTIME_DIR"_s, program.path(u"runtime"_s));
        Server open(program, {u"--bind"_s, u"0.0.0.0"_s});
        QCOMPARE(open.said()[u"token_file"_s].toString(), program.path(u"runtime/ishowtts/server-token"_s));
        QCOMPARE(statusOf(open.ask("GET /api/voices")), 401);
        const QJsonObject found = open.status(program)[u"server"_s].toObject()[u"value"_s].toObject();
        QCOMPARE(found[u"waiting"_s].toInt(-1), 0); // its token was found where it leaves it

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

    void killedAtAnyMoment() {
        Program program;
        program.setVariable(u"XDG_DATA_HOME"_s, program.path(u"data"_s));
        quint16 port = 0;
        const auto leftOver = [&] { return everythingIn(program.path(u"data"_s)).filter(u"/.new-"_s); };
        for (int round = 0; round < 5; ++round) {
            Server server(program, {}, port);
            QVERIFY(server.port() != 0);
            port = server.port();
            QTRY_COMPARE(leftOver(), QStringList()); // nothing half is left, and every voice is whole
            QCOMPARE(statusOf(server.ask("GET /api/voices/slt/reference/audio")), 200);
            std::vector<std::unique_ptr<RawClient>> clients;
            for (int i = 0; i < 4; ++i) {
                clients.push_back(std::make_unique<RawClient>(port));
                clients.back()->send(
                    i < 2 ? server.sayBytes("Hello there, " + QByteArray::number(i) + ".")
                          : server.filled("POST /api/voices/slt/reference",
                                          "Content-Type: multipart/form-data; boundary=X\r\n",
                                          "--X\r\nContent-Disposition: form-data; name=text\r\n\r\nword " +
                                              QByteArray::number(10 * round + i) + "\r\n--X--\r\n"));
            }
            if (round % 2)
                QCOMPARE(statusOf(aside([&] { return clients.front()->answer(); })), 200);
            server.signal(SIGKILL);
            server.ended();
        }
        Server server(program, {}, port);
        QCOMPARE(statusOf(askRaw(port, server.sayBytes("Still here."))), 200);
    }
};

QTEST_GUILESS_MAIN(TestServe)
#include "tst_serve.moc"
