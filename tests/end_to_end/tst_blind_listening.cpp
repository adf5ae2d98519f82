// A listening test in the real Studio, by keyboard alone on a screen of its own: four sentences in three settings are
// made by the demo model, listened to blind from the seal to the reveal, judged, applied, and taken back; the command
// line then says the same of the votes.
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <functional>

#include "app/listening/cell_maker.h"
#include "app/listening/design_store.h"
#include "app/listening/sentence_sets.h"
#include "app/listening/session_store.h"
#include "app/storage/library_schema.h"
#include "tests/app/storage/waiting.h"
#include "tests/end_to_end/ears.h"
#include "tests/end_to_end/hands.h"
#include "tests/patience.h"
#include "tests/small_files.h"

using namespace app::listening;
using end_to_end::Desk;

namespace {

const QString studio = QStringLiteral(PROGRAM_FOLDER "/ishowtts-studio");
const QString ishowtts = QStringLiteral(PROGRAM_FOLDER "/ishowtts");

TestDesign smallDesign() {
    TestDesign design;
    design.name = "four by three";
    design.mode = Mode::AbPreference;
    design.voice = "slt";
    design.rows = ownSentences();
    design.rows.resize(4);
    for (const int steps : {4, 3, 2}) {
        TestColumn column;
        column.nfeStep = steps;
        column.schedule = engine::Schedule::Uniform;
        design.columns.push_back(column);
    }
    design.checks = {0, 0, 0};
    design.minimumHeardMs = 100;
    design.margins.fewestVotes = 1;
    return design;
}

} // namespace

class BlindListeningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const QString missing = m_desk.setUp();
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        QVERIFY(QDir().mkpath(m_desk.folder(QStringLiteral("data/ishowtts-studio"))));
        QVERIFY(m_desk.writeSettings(R"({"speech": {"nfe": 4, "schedule": "uniform", "precision": "fp32"}})"));
    }

    void fromMakingToTakingBack() {
        app::storage::Database library(m_desk.folder(QStringLiteral("data/ishowtts-studio/library.sqlite")),
                                       app::storage::librarySchema());
        DesignStore designs(library);
        SessionStore sessions(library);
        const auto added =
            waitFor<StoredDesign>([&](auto *context, auto done) { designs.add(smallDesign(), context, done); });
        QVERIFY2(added, qPrintable(added.problem.what));

        QProcess *window = m_desk.start(studio, {});
        QVERIFY(window && m_hands.focusWindow(QStringLiteral("iShowTTS Studio")));
        QVERIFY(m_hands.keys({"ctrl+2"}));
        QVERIFY(act(QStringLiteral("make what is missing")));
        QTRY_COMPARE_WITH_TIMEOUT(cellsOf(library), 4 * 3, kLongEnough);

        QVERIFY(m_hands.keys({"ctrl+shift+b"}));
        QTRY_COMPARE_WITH_TIMEOUT(int(all(sessions).size()), 1, kLongEnough);
        const std::string id = all(sessions)[0].header.id;
        QVERIFY(m_hands.focusWindow(QStringLiteral("Blind listening")));
        QVERIFY(m_hands.keys({"Return"}));
        const int questions = 4 * 2;
        for (int i = 0; i < questions; ++i) {
            for (int place = 0; place < 2; ++place) {
                QVERIFY(m_hands.keys({place == 0 ? "a" : "b"}));
                QTRY_VERIFY_WITH_TIMEOUT(isHeard(sessions, id, i, place), kLongEnough);
            }
            QVERIFY(m_hands.keys({"n", "Return"}));
            QTRY_COMPARE_WITH_TIMEOUT(all(sessions)[0].votes, i + 1, kLongEnough);
        }
        QVERIFY(m_hands.keys({"Return"}));
        QTRY_VERIFY_WITH_TIMEOUT(all(sessions)[0].finished, kLongEnough);
        QVERIFY(m_hands.keys({"Return"})); // out of what lay where
        QVERIFY(m_hands.focusWindow(QStringLiteral("iShowTTS Studio")));

        // Nobody heard a difference, so the fastest is as good: it is applied, and taken back.
        int applied = 0;
        QTRY_VERIFY_WITH_TIMEOUT(act(QStringLiteral("apply the choice")) && waitForSteps([&](int nfe) {
                                     applied = nfe;
                                     return nfe < 4;
                                 }),
                                 kLongEnough);
        QVERIFY(m_hands.keys({"Escape"}));
        QVERIFY(act(QStringLiteral("roll back")));
        QVERIFY(waitForSteps([](int nfe) { return nfe == 4; }));
        QVERIFY(m_hands.keys({"ctrl+q"}));
        QTRY_COMPARE_WITH_TIMEOUT(int(window->state()), int(QProcess::NotRunning), kLongEnough);
        QCOMPARE(window->exitCode(), 0);

        // The command line reports the same of the same votes, and would apply the same.
        const auto compare = [&](const QStringList &words) {
            return QJsonDocument::fromJson(
                       m_desk.run(ishowtts, QStringList{QStringLiteral("compare")} + words).value_or(QByteArray()))
                .object();
        };
        const QJsonObject report = compare({QStringLiteral("report"), QStringLiteral("--json")});
        QCOMPARE(report[QStringLiteral("listeners")].toInt(), 1);
        QCOMPARE(report[QStringLiteral("votes")].toInt(), 4); // on a column
        QCOMPARE(report[QStringLiteral("candidates")].toArray().size(), 2);
        QCOMPARE(report[QStringLiteral("looks")].toArray().size(), 1); // the Studio's
        const QString column = QStringLiteral("NFE %1 uniform").arg(applied);
        QVERIFY2(report[QStringLiteral("sentence")].toString().startsWith(QStringLiteral("Use NFE ")),
                 qPrintable(report[QStringLiteral("sentence")].toString()));
        const QJsonObject again =
            compare({QStringLiteral("apply"), QStringLiteral("--column"), QString::number(applied),
                     QStringLiteral("--no-measures"), QStringLiteral("--dry-run"), QStringLiteral("--json")});
        QCOMPARE(again[QStringLiteral("column")].toString(), column);
        QCOMPARE(again[QStringLiteral("changes")].toArray().size(), 3); // your own lines, live comments, other programs
    }

private:
    // Through the command palette.
    bool act(const QString &name) {
        return m_hands.keys({"ctrl+shift+p"}) && m_hands.type(name) && m_hands.keys({"Return"});
    }

    static int cellsOf(app::storage::Database &library) {
        return waitFor<int>([&](auto *context, auto done) {
                   library.ask<int>(
                       context,
                       [](app::storage::Connection &connection) {
                           return int(connection.integer(QStringLiteral("SELECT count(*) FROM listening_cell")));
                       },
                       done);
               })
            .value.value_or(0);
    }

    static std::vector<SessionSummary> all(SessionStore &sessions) {
        return waitFor<std::vector<SessionSummary>>(
                   [&](auto *context, auto done) { sessions.sessions({}, context, done); })
            .value.value_or(std::vector<SessionSummary>());
    }

    static bool isHeard(SessionStore &sessions, const std::string &id, int trial, int place) {
        const auto stored = waitFor<StoredSession>([&](auto *context, auto done) { sessions.load(id, context, done); });
        if (!stored)
            return false;
        const auto session =
            ListeningSession::replay(std::make_shared<SessionPlan>(stored.value->plan), stored.value->events);
        return session.state().current == trial && session.heardMs(trial, place) >= session.neededMs(trial, place);
    }

    bool waitForSteps(const std::function<bool(int)> &wanted) {
        return QTest::qWaitFor(
            [&] {
                const auto speech =
                    QJsonDocument::fromJson(bytesOf(m_desk.settingsFile())).object()[QStringLiteral("speech")];
                return wanted(speech.toObject()[QStringLiteral("nfe")].toInt(7));
            },
            5'000);
    }

    Desk m_desk;
    end_to_end::Hands m_hands{m_desk};
};

QTEST_GUILESS_MAIN(BlindListeningTest)
#include "tst_blind_listening.moc"
