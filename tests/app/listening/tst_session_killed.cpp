// Kill -9 at random moments of a session: everything that was acknowledged is there, at most one vote that was not is
// lost, and the session goes on.
//   build/release/tests/app.listening.session_killed --kills 200 [--seed 1]
#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <random>
#include <vector>

#include "tests/app/listening/open_sessions.h"
#include "tests/app/listening/restless_listener.h"
#include "tests/app/storage/killing.h"

using namespace app::listening;

namespace {

Kills kills{15};

} // namespace

class TestSessionKilled : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::minstd_rand m_random{kills.seed};
    std::map<QString, QStringList> m_acknowledged; // events of each session, as JSON
    QStringList m_faults;
    int m_votes = 0;
    int m_lostVotes = 0;
    int m_extra = 0; // on the disk, though nobody had heard of it yet
    int m_finished = 0;

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_random); }

    QString outputOfKilledListener() {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("child"), m_folder.path(), QString::number(below(1 << 30))});
        QByteArray output;
        if (below(3) == 0) {
            QTest::qWait(below(120));
        } else {
            output = readLines(process, 2 + below(90));
            QTest::qSleep(below(3));
        }
        return killed(process, output);
    }

    void compare(const QString &output) {
        QString session;
        std::map<QString, QStringList> tried = m_acknowledged;
        int votesUnderWay = 0;
        QStringList lines = output.split(u'\n');
        lines.removeLast(); // may be cut off
        for (const QString &line : lines) {
            const QString word = line.section(u' ', 0, 0);
            const QString event = line.section(u' ', 3);
            const int number = line.section(u' ', 1, 1).toInt();
            const bool isVote = line.section(u' ', 2, 2) == u"voted";
            if (word == u"problem") {
                m_faults << line;
            } else if (word == u"session") {
                session = line.section(u' ', 1);
            } else if (word == u"try") {
                if (number != tried[session].size())
                    m_faults << QStringLiteral("tried at another place: ") + line;
                tried[session] << event;
                votesUnderWay += isVote;
            } else if (word == u"done") {
                if (number != m_acknowledged[session].size())
                    m_faults << QStringLiteral("acknowledged at another place: ") + line;
                m_acknowledged[session] << event;
                votesUnderWay -= isVote;
                m_votes += isVote;
            }
        }
        OpenSessions open(m_folder.path());
        for (const SessionSummary &summary : open.sessions()) {
            const auto stored = open.load(summary.header.id);
            const QString id = QString::fromStdString(summary.header.id);
            if (!stored) {
                m_faults << QStringLiteral("session %1: ").arg(id) + stored.problem.detail;
                continue;
            }
            QStringList found;
            for (const ListeningEvent &event : stored.value->events)
                found << QString::fromStdString(toJson(event).dump());
            const QStringList &known = m_acknowledged[id];
            if (found.mid(0, known.size()) != known)
                m_faults << QStringLiteral("session %1: acknowledged and lost").arg(id);
            // The child's last line may not have come through: one more than it said.
            if (found.mid(0, tried[id].size()) != tried[id].mid(0, found.size()) || found.size() > tried[id].size() + 1)
                m_faults << QStringLiteral("session %1: what nobody did").arg(id);
            for (const QString &event : found.mid(known.size())) {
                votesUnderWay -= event.contains(u"\"voted\"");
                ++m_extra;
            }
            m_acknowledged[id] = found;
        }
        if (votesUnderWay > 1)
            m_faults << QStringLiteral("%1 votes are lost").arg(votesUnderWay);
        m_lostVotes += std::max(0, votesUnderWay);
    }

private Q_SLOTS:
    void atMostTheUnfinishedVoteIsLost() {
        for (int kill = 0; kill < kills.number && m_faults.isEmpty(); ++kill) {
            const QString output = outputOfKilledListener();
            compare(output);
            if (!m_faults.isEmpty())
                m_faults << QStringLiteral("after kill %1 of seed %2, which followed:\n").arg(kill).arg(kills.seed) +
                                output.right(1500);
        }
        QVERIFY2(m_faults.isEmpty(), qPrintable(m_faults.join(u'\n')));
        int begun = 0;
        {
            OpenSessions open(m_folder.path());
            for (const SessionSummary &summary : open.sessions()) {
                ++begun;
                m_finished += summary.finished;
            }
        }
        QVERIFY2(m_votes > kills.number, "the sessions were killed before anybody voted");
        QVERIFY(m_finished > 0);
        qInfo("%d kills: %d votes acknowledged, none lost; %d lost that were not; %d events on the disk that were not "
              "acknowledged yet; %d sessions, %d finished",
              kills.number, m_votes, m_lostVotes, m_extra, begun, m_finished);
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runRestlessListener(arguments.value(2), arguments.value(3).toUInt());
    return runWithKills<TestSessionKilled>(kills, argc, argv);
}

#include "tst_session_killed.moc"
