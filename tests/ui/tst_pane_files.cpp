// The panes of listening tests, the chat queue, speed and the server do no file or SQL work on the window's thread,
// in any of their states: the walks that ui.clipped_text reads are gone through while the kernel reports every file
// call of this thread (tests/app/file_watch.h) in the folders of a person's things. What else a person does in the
// window is watched in ui.window_files.
#include <QApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include "tests/app/file_watch.h"
#include "tests/ui/danmaku_states.h"
#include "tests/ui/listening_states.h"
#include "tests/ui/own_home.h"
#include "tests/ui/performance_states.h"
#include "tests/ui/server_states.h"

using namespace Qt::StringLiterals;

class TestPaneFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    FileWatch *m_watch = nullptr;
    QStringList m_offences; // "state: call"
    // fontconfig, when a text is drawn for the first time; and what the walks write themselves: what the driver and the
    // verbs say that are none.
    const QStringList m_own{u"font"_qs,        u"/driver"_qs,       u"/verbs"_qs,      u"/bench.json"_qs,
                            u"/sweep.json"_qs, u"/vocoder.json"_qs, u"/check.json"_qs, u"/profile.json"_qs};
    int m_states = 0;

    // What the thread did since the last state belongs to the way to this one.
    void look(const QString &state) {
        ++m_states;
        for (const std::string &call : m_watch->end()) {
            const QString words = QString::fromStdString(call);
            const auto isAbout = [&words](const QString &one) { return words.contains(one); };
            if (std::ranges::none_of(m_own, isAbout))
                m_offences << state + u": "_qs + words;
        }
        m_watch->begin();
    }

private Q_SLOTS:
    void initTestCase() {
        server_states::withoutKeychain();
        QVERIFY(moveHome(m_folder.path()));
        m_watch = &FileWatch::ofThisThread({m_folder.path().toStdString()});
        QVERIFY2(m_watch->problem().empty(), m_watch->problem().c_str());
    }
    void init() {
        m_offences.clear();
        m_states = 0;
    }
    void cleanup() {
        m_watch->end();
        QVERIFY2(m_offences.isEmpty(), qPrintable(m_offences.join(u'\n')));
    }

    void listeningTests() {
        const TinyData data;
        StudioDesk desk(data.roots());
        QVERIFY(performance_states::isReady(desk));
        m_watch->begin();
        QVERIFY(listening_states::throughListening(desk, [this](QWidget &, const QString &state) { look(state); }));
        QVERIFY(m_states > 5);
    }

    void theChatQueue() {
        const TinyData data;
        StudioDesk desk(data.roots());
        QVERIFY(performance_states::isReady(desk));
        m_watch->begin();
        QVERIFY(danmaku_states::throughDanmaku(desk, [this](QWidget &, const QString &state) { look(state); }));
        auto &stage = desk.services.danmaku();
        stage.recordChat(m_folder.filePath(u"chat.jsonl"_qs));
        QVERIFY(QTest::qWaitFor([&] { return !stage.recording().isEmpty(); }, kLongEnough));
        stage.startCrowd({50, 4});
        QTest::qWait(500);
        look(u"danmaku-recorded"_qs);
        stage.stopRecording();
        QVERIFY(QTest::qWaitFor([&] { return stage.recording().isEmpty(); }, kLongEnough));
        stage.stopAll();
        look(u"danmaku-stopped"_qs);
        QVERIFY(m_states >= danmaku_states::kStates);
    }

    void theServer() {
        const TinyData data;
        StudioDesk desk(data.roots());
        QVERIFY(performance_states::isReady(desk));
        m_watch->begin();
        QVERIFY(server_states::throughServer(desk, [this](const QString &state) { look(state); }));
        QVERIFY(m_states >= server_states::kStates);
    }

    void speedAndHeat() {
        const auto visit = [this](StudioDesk &desk, QWidget &, const QString &state) {
            // Settings are read before there is a window; what follows the first state of a window is watched.
            if (state != u"performance-idle"_qs && state != u"performance-not-watched"_qs)
                look(state);
            else
                ++m_states;
            desk.window->findChild<QAction *>(u"view.go_to_performance"_qs)->trigger();
            m_watch->begin();
        };
        QVERIFY(performance_states::throughPerformance(FAKE_NVML_LIBRARY, visit));
        QVERIFY(m_states >= performance_states::kStates);
    }

    void fileWorkOnThisThreadWouldBeSeen() {
        m_watch->begin();
        look(u"before"_qs);
        QVERIFY(QDir(m_folder.filePath(u"home"_qs)).exists(u"."_qs));
        look(u"after"_qs);
        QCOMPARE(m_offences.size(), 1);
        m_offences.clear();
    }
};

QTEST_MAIN(TestPaneFiles)
#include "tst_pane_files.moc"
