// A sound server that takes the connection and never says a word: the Studio says so and goes on.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <memory>
#include <vector>

#include <sys/socket.h>
#include <sys/un.h>

#include "app/problem.h"
#include "app/speech/player.h"

using app::Problem;
using app::speech::Player;

class TestSilentServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsSaidAndNothingWaits() {
        const QTemporaryDir folder;
        const QByteArray path = QFile::encodeName(folder.filePath(QStringLiteral("pulse")));
        const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0); // its backlog takes the connection
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.constData(), sizeof address.sun_path - 1);
        QCOMPARE(::bind(server, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        QCOMPARE(::listen(server, 8), 0);
        qputenv("PULSE_SERVER", "unix:" + path);

        Player player;
        QSignalSpy problem(&player, &Player::problem);
        QVERIFY(problem.wait(30'000));
        const auto said = problem.takeFirst().first().value<Problem>();
        QVERIFY2(said.what.contains(QStringLiteral("does not answer")), qPrintable(said.what));
        QVERIFY(!said.remedy.isEmpty());

        const auto clip = std::make_shared<const engine::Clip>(
            engine::Clip{engine::kSampleRate, std::vector<float>(engine::kSampleRate, 0.1F)});
        player.play(clip);
        QCOMPARE(problem.size(), 1); // again, at once
        player.begin(1);
        player.append(1, clip);
        QCOMPARE(clip.use_count(), 1L); // nobody keeps it for a thread that never comes
        QCOMPARE(player.state(), Player::State::Stopped);
    }
};

QTEST_GUILESS_MAIN(TestSilentServer)
#include "tst_silent_server.moc"
