// Blind listening by keys alone, with a real player on a real PulseAudio server and a real library: every mode from the
// seal to the reveal, and nothing on the way that tells one sound from another.
#include <QAccessible>
#include <QLabel>
#include <QMetaProperty>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "tests/app/listening/open_sessions.h"
#include "tests/app/listening/session_of_tests.h"
#include "tests/app/speech/heard.h"
#include "tests/app/speech/sound_server.h"
#include "tests/patience.h"
#include "ui/listening/blind_page.h"
#include "ui/listening/blind_session.h"

using namespace app::listening;
using namespace Qt::StringLiterals;
using ui::listening::BlindPage;
using Stage = SessionState::Stage;

class TestBlindPage : public QObject {
    Q_OBJECT

    SoundServer m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<OpenSessions> m_sessions;
    std::unique_ptr<app::speech::Player> m_player;
    std::unique_ptr<BlindPage> m_page;
    std::shared_ptr<const SessionPlan> m_plan;

    void openPage() {
        m_page = std::make_unique<BlindPage>(ui::listening::BlindSession::Uses{
            m_sessions->store, *m_player,
            [](const QString &, QObject *context,
               std::function<void(const app::storage::Answer<engine::ClipPtr> &)> done) {
                app::storage::Answer<engine::ClipPtr> answer;
                answer.value = tone(0.6);
                QMetaObject::invokeMethod(
                    context, [done, answer] { done(answer); }, Qt::QueuedConnection);
            }});
        m_page->resize(1000, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get(), kLongEnough));
    }

    static TestDesign smallDesign(Mode mode) {
        TestDesign design = nfe7Against6(mode);
        design.rows.resize(2);
        design.checks = {1, 1, 0};
        design.minimumHeardMs = 200;
        return design;
    }

    void begin(Mode mode) { begin(smallDesign(mode)); }
    void begin(const TestDesign &design) {
        m_plan = madeUpPlan(design, 9876543210987); // a seed that no other number holds
        QVERIFY(m_sessions->begin(*m_plan));
        openPage();
        m_page->open(m_plan, {});
    }

    const ListeningSession &session() const { return m_page->session()->session(); }
    void press(int key) { QTest::keyClick(m_page->focusWidget() ? m_page->focusWidget() : m_page.get(), Qt::Key(key)); }

    // All that a screen reader, a curious person or a debugger could read of the page.
    QStringList said() const {
        QStringList words{m_page->windowTitle()};
        QList<QPointer<QObject>> all; // reading a property may make and delete others
        for (QObject *each : m_page->findChildren<QObject *>())
            all << each;
        for (const QPointer<QObject> &guarded : all) {
            QObject *each = guarded;
            if (!each)
                continue;
            words << each->objectName();
            for (int i = 0; guarded && i < each->metaObject()->propertyCount(); ++i)
                words << each->metaObject()->property(i).read(each).toString();
            if (!guarded)
                continue;
            for (const QByteArray &name : each->dynamicPropertyNames())
                words << each->property(name).toString();
            if (const auto *widget = qobject_cast<const QWidget *>(each))
                words << widget->accessibleName() << widget->accessibleDescription() << widget->toolTip()
                      << widget->statusTip() << widget->whatsThis();
            if (auto *node = QAccessible::queryAccessibleInterface(each))
                words << node->text(QAccessible::Name) << node->text(QAccessible::Description)
                      << node->text(QAccessible::Value) << node->text(QAccessible::Help);
        }
        read(QAccessible::queryAccessibleInterface(m_page.get()), words); // also what is no widget: cells of tables
        words.removeAll(QString());
        return words;
    }

    static void read(QAccessibleInterface *node, QStringList &words) {
        if (!node || !node->isValid())
            return;
        for (const auto text : {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
            words << node->text(text);
        for (int i = 0; i < node->childCount(); ++i)
            read(node->child(i), words);
    }

    QString leak() const {
        QStringList secrets{u"nfe"_s,
                            u"epss"_s,
                            u"uniform"_s,
                            u".wav"_s,
                            u"baseline"_s,
                            QString::fromStdString(m_plan->header.salt),
                            QString::number(m_plan->header.seed)};
        for (const Stimulus &stimulus : m_plan->stimuli)
            secrets << QString::fromStdString(stimulus.hash);
        for (const Condition condition : soundsNeeded(m_plan->design))
            secrets << QString::fromStdString(keyOf(m_plan->design, condition));
        const QStringList words = said();
        for (const QString &word : words) {
            for (const QString &secret : secrets) {
                if (word.contains(secret, Qt::CaseInsensitive))
                    return secret + u" in: "_s + word;
            }
        }
        return words.size() > 50 ? QString() : u"the walk saw nothing"_s;
    }

    void hearAll() {
        QTRY_VERIFY(m_page->session()->isReady());
        for (const int place : m_page->session()->places()) {
            press(Qt::Key_Right);
            QTRY_COMPARE(m_page->session()->heardPlace(), place);
            QTRY_COMPARE(m_page->session()->heardShare(place), 1.0);
        }
        QTRY_VERIFY(m_page->session()->mayVote());
    }

    void answer() {
        switch (m_plan->design.mode) {
        case Mode::Mushra:
            for (std::size_t i = 0; i < m_page->session()->places().size(); ++i) {
                press(Qt::Key_Left);
                press(Qt::Key_PageUp);
            }
            for (std::size_t i = 0; i < m_page->session()->places().size(); ++i) {
                press(Qt::Key_Right);
                press(Qt::Key_Up);
            }
            break;
        case Mode::OriginalForm:
            for (std::size_t i = 0; i < m_page->session()->places().size(); ++i)
                press(Qt::Key_Left);
            for (std::size_t i = 0; i < m_page->session()->places().size(); ++i) {
                for (const int mark : {Qt::Key_4, Qt::Key_5, Qt::Key_3, Qt::Key_N})
                    press(mark);
                press(Qt::Key_Right);
            }
            break;
        default:
            press(Qt::Key_Up);
        }
    }

private Q_SLOTS:
    void initTestCase() {
        QAccessible::setActive(true);
        QCOMPARE(m_server.startForTests({u"first"_s}), QString());
    }

    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_sessions = std::make_unique<OpenSessions>(m_folder->path());
        m_player = std::make_unique<app::speech::Player>();
    }

    void cleanup() {
        m_page.reset();
        m_player.reset();
        m_sessions.reset();
    }

    void byKeysFromTheSealToTheReveal_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("more"); // columns, and a pair that anybody hears
        QTest::newRow("A/B") << int(Mode::AbPreference) << false;
        QTest::newRow("CMOS") << int(Mode::Cmos) << false;
        QTest::newRow("ABX") << int(Mode::Abx) << false;
        QTest::newRow("MUSHRA") << int(Mode::Mushra) << false;
        QTest::newRow("the original's form") << int(Mode::OriginalForm) << false;
        QTest::newRow("the original's form, three columns") << int(Mode::OriginalForm) << true;
    }

    void byKeysFromTheSealToTheReveal() {
        QFETCH(int, mode);
        QFETCH(bool, more);
        TestDesign design = smallDesign(Mode(mode));
        if (more) {
            design.columns.push_back(TestColumn{5});
            design.checks.gold = 1;
        }
        begin(design);
        QVERIFY(said().join(u' ').contains(QString::fromStdString(m_plan->header.commitment)));
        QCOMPARE(leak(), QString());
        press(Qt::Key_Return);
        QTRY_COMPARE(int(session().state().stage), int(Stage::Asking));
        const int count = int(m_plan->order.trials.size());
        for (int trial = 0; trial < count; ++trial) {
            QTRY_COMPARE(session().state().current, trial);
            hearAll();
            answer();
            QCOMPARE(leak(), QString());
            press(Qt::Key_Return);
            QTRY_COMPARE(session().state().current, trial + 1);
        }
        QTRY_COMPARE(int(session().state().stage), int(Stage::AllAnswered));
        QCOMPARE(leak(), QString());
        if (Mode(mode) == Mode::OriginalForm) {
            press(Qt::Key_2);
            press(Qt::Key_Return);
            QTRY_VERIFY(session().state().assessment);
            QVERIFY(session().state().assessment->acceptable);
        }
        press(Qt::Key_Return);
        QTRY_VERIFY(session().isRevealed());
        const QString all = said().join(u' ');
        QVERIFY(all.contains(u"The order that was sealed is the order that you heard."_s));
        QVERIFY(all.contains(QString::fromStdString(m_plan->header.salt)));
        QCOMPARE(m_page->findChild<QTableWidget *>()->rowCount(), count);
        QVERIFY(!leak().isEmpty()); // the same search finds it once it may be known, in the table too
        QVERIFY(said().join(u' ').contains(QString::fromStdString(keyOf(m_plan->design, 0))));
        QSignalSpy finished(m_page.get(), &BlindPage::finished);
        press(Qt::Key_Return);
        QCOMPARE(finished.count(), 1);
        QVERIFY(!m_page->isOpen());
        const auto stored = m_sessions->load(m_plan->header.id);
        QVERIFY(stored);
        QVERIFY(ListeningSession::replay(std::make_shared<SessionPlan>(stored.value->plan), stored.value->events)
                    .isRevealed());
    }

    void theSealSaysHowLoudSoundsAreAndItsButtonsDoWhatTheySay() {
        TestDesign design = smallDesign(Mode::AbPreference);
        design.asDelivered = true;
        begin(design);
        QVERIFY(!said().join(u' ').contains(u"equally loud"_s));
        for (auto *button : m_page->findChildren<QPushButton *>()) {
            if (button->text() == u"Not now"_s)
                button->setFocus();
        }
        press(Qt::Key_Return);
        QVERIFY(!m_page->isOpen());
    }

    void nothingCountsBeforeEverySoundWasHeard() {
        begin(Mode::AbPreference);
        press(Qt::Key_Return);
        QTRY_VERIFY(m_page->session()->isReady());
        press(Qt::Key_Up);
        press(Qt::Key_Return);
        QCOMPARE(session().state().current, 0);
        press(Qt::Key_A);
        QTRY_COMPARE(m_page->session()->heardShare(0), 1.0);
        press(Qt::Key_Return);
        QCOMPARE(session().state().current, 0);
        QVERIFY(said().join(u' ').contains(u"Still to be heard: B."_s));
    }

    void theLastVoteIsTakenBackAndASessionGoesOnWhereItWasLeft() {
        begin(Mode::AbPreference);
        press(Qt::Key_Return);
        hearAll();
        answer();
        press(Qt::Key_Return);
        QTRY_COMPARE(session().state().current, 1);
        QVERIFY(session().state().mayUndo);
        press(Qt::Key_Z);
        QTRY_COMPARE(session().state().current, 0);
        QCOMPARE(session().state().trials[0].undone, 1);
        press(Qt::Key_Escape);
        QTRY_VERIFY(session().state().paused);
        press(Qt::Key_Escape);
        QVERIFY(!m_page->isOpen());
        const auto stored = m_sessions->load(m_plan->header.id);
        QVERIFY(stored);
        m_page->open(std::make_shared<SessionPlan>(stored.value->plan), stored.value->events);
        QCOMPARE(leak(), QString());
        press(Qt::Key_Return);
        QTRY_VERIFY(!session().state().paused);
        hearAll();
        answer();
        press(Qt::Key_Return);
        QTRY_COMPARE(session().state().current, 1);
    }

    void aPartIsRepeated() {
        begin(Mode::AbPreference);
        press(Qt::Key_Return);
        QTRY_VERIFY(m_page->session()->isReady());
        press(Qt::Key_A);
        QTRY_VERIFY(m_page->session()->position() > 0.02);
        press(Qt::Key_BracketLeft);
        QVERIFY(m_page->session()->regionStart());
        QTest::keyClick(m_page.get(), Qt::Key_Space);
        press(Qt::Key_BracketRight);
        QVERIFY(m_page->session()->region());
        press(Qt::Key_Backspace);
        QVERIFY(!m_page->session()->region());
    }
};

QTEST_MAIN(TestBlindPage)
#include "tst_blind_page.moc"
