// The script is there again after the program ended, however it ended. Each session has its own services and window on
// one data folder; a crash is what lies on the disk at that moment, copied.
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

#include "app/services.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "ui/main_window.h"
#include "ui/script_desk.h"
#include "ui/shared/notice_bar.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"

namespace fs = std::filesystem;

namespace {

struct Session {
    app::Services services;
    ui::MainWindow window{services};

    Session(const TinyData &data, const char *folder)
        : services({data.path(QLatin1String(folder) + QStringLiteral("/settings.json")), data.roots()}) {
        window.showNormal();
        QSignalSpy found(&services.recovery(), &app::script::Recovery::found);
        services.start();
        QVERIFY(found.wait(30000));
    }
    QString text() { return window.studio().text(); }
    void write(const QString &text) { window.studio().setText(text); }
    bool waitUntilStored() {
        QSignalSpy stored(&services.recovery(), &app::script::Recovery::stored);
        const quint64 wanted = services.script().revision();
        return QTest::qWaitFor([&] { return !stored.isEmpty() && stored.last()[0].toULongLong() == wanted; }, 30000);
    }
    bool press(const char *text) {
        for (auto *button : window.notices().findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == QLatin1String(text)) {
                button->click();
                return true;
            }
        }
        return false;
    }
};

// What a power cut now would leave.
void crash(const TinyData &data, const char *from, const char *to) {
    fs::create_directories(data.root() / to);
    fs::copy(data.root() / from / "recovery", data.root() / to / "recovery", fs::copy_options::recursive);
}

// The same for two sessions in folder "a", one begun after the other, into folder "b".
void crashBoth(const TinyData &data, const char *older, const char *newer) {
    Session first(data, "a");
    first.write(QLatin1String(older));
    QVERIFY(first.waitUntilStored());
    Session second(data, "a");
    second.write(QLatin1String(newer));
    QVERIFY(second.waitUntilStored());
    crash(data, "a", "b");
}

} // namespace

class TestScriptSessions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void afterQuittingEverythingIsAsItWas() {
        const TinyData data;
        const QString file = data.path(QStringLiteral("play.ishowtts"));
        {
            Session first(data, "a");
            first.write(QStringLiteral("Saved.\nSecond.\nThird."));
            first.services.scriptFile().saveAs(file);
            QTRY_VERIFY(!first.services.script().isModified());
            first.services.script().setVoice({1}, QStringLiteral("rms"));
            first.window.studio().editor().goToLine(1, 3);
            first.window.close();
        }
        {
            Session second(data, "a");
            QCOMPARE(second.text(), QStringLiteral("Saved.\nSecond.\nThird."));
            QCOMPARE(second.services.script().line(1).voiceId, QStringLiteral("rms"));
            QVERIFY(second.window.windowTitle().startsWith(QStringLiteral("play.ishowtts")));
            QVERIFY(second.window.isWindowModified()); // the voice is not in the file yet
            QCOMPARE(second.window.studio().editor().currentLine(), 1);
            QVERIFY(!second.window.notices().current()); // nothing happened that one would have to know
            QVERIFY(second.services.scriptFile().save());
            QTRY_VERIFY(!second.window.isWindowModified());
        }
        Session third(data, "a");
        QCOMPARE(third.text(), QStringLiteral("Saved.\nSecond.\nThird."));
        QVERIFY(!third.window.isWindowModified());
    }

    void afterACrashTheScriptIsBackAndItIsSaid() {
        const TinyData data;
        Session first(data, "a");
        first.write(QStringLiteral("Nie gespeichert.\n从未保存。"));
        QVERIFY(first.waitUntilStored());
        crash(data, "a", "b");
        Session second(data, "b");
        QCOMPARE(second.text(), QStringLiteral("Nie gespeichert.\n从未保存。"));
        QVERIFY(second.window.isWindowModified());
        QVERIFY(second.window.notices().current());
        QVERIFY2(second.window.notices().current()->what.contains(QStringLiteral("ended unexpectedly")),
                 qPrintable(second.window.notices().current()->what));
        for (int row = 0; row < 2; ++row) { // their takes stay with them
            QCOMPARE(second.services.script().line(row).id, first.services.script().line(row).id);
        }
    }

    // While one program runs, another one neither takes its script away nor says that it crashed.
    void aSessionThatLivesIsLeftAlone() {
        const TinyData data;
        Session first(data, "a");
        first.write(QStringLiteral("Still being written."));
        QVERIFY(first.waitUntilStored());
        Session beside(data, "a");
        QVERIFY(beside.text() != first.text());
        QVERIFY(!beside.window.notices().current());
        QCOMPARE(first.text(), QStringLiteral("Still being written."));
    }

    void ofTwoCrashesTheOlderOneIsOffered() {
        const TinyData data;
        crashBoth(data, "The older one.", "The newer one.");
        {
            Session third(data, "b");
            QCOMPARE(third.text(), QStringLiteral("The newer one."));
            third.write(QStringLiteral("The newer one, continued."));
            QTRY_VERIFY(third.window.notices().current());
            if (!third.window.notices().current()->subject.startsWith(QStringLiteral("lost "))) {
                third.window.notices().dismiss();
            }
            QVERIFY(third.press("Open it"));
            QCOMPARE(third.text(), QStringLiteral("The older one."));
            QVERIFY(third.press("Undo")); // and back
            QCOMPARE(third.text(), QStringLiteral("The newer one, continued."));
        }
        Session fourth(data, "b");
        QCOMPARE(fourth.text(), QStringLiteral("The newer one, continued."));
    }

    void whatIsDiscardedIsGoneWhenItsUndoHasGone() {
        const TinyData data;
        crashBoth(data, "Not wanted.", "Wanted.");
        const auto discard = [](Session &session) {
            if (!session.press("Discard")) {
                session.window.notices().dismiss();
                return session.press("Discard");
            }
            return true;
        };
        {
            Session third(data, "b");
            QCOMPARE(third.text(), QStringLiteral("Wanted."));
            QVERIFY(discard(third));
            QVERIFY(third.press("Undo"));
            QVERIFY(discard(third));
        } // and the Undo was still offered
        {
            Session fourth(data, "b");
            QCOMPARE(fourth.text(), QStringLiteral("Wanted."));
            QVERIFY(discard(fourth));
            QVERIFY(fourth.window.notices().current()->what.contains(QStringLiteral("discarded")));
            fourth.window.notices().dismiss(); // or its time is over
        }
        Session fifth(data, "b");
        QCOMPARE(fifth.text(), QStringLiteral("Wanted."));
        QVERIFY(!fifth.window.notices().current());
    }

    // Nothing asks before it closes, so the Undo of what was put away is there again afterwards.
    void whatWasPutAwayIsOfferedAtTheNextStart() {
        const TinyData data;
        {
            Session first(data, "a");
            first.write(QStringLiteral("A long evening's work."));
            first.window.scripts().startAnew();
            first.write(QStringLiteral("Something else."));
            first.window.scripts().startAnew();
            first.window.close();
        }
        {
            Session second(data, "a");
            QVERIFY(!second.services.script().isModified()); // none of them is forced upon the person
            QCOMPARE(second.window.notices().count(), 2);
            QVERIFY(second.window.notices().current()->what.contains(QStringLiteral("put away")));
            QVERIFY(second.press("Open it"));
            QVERIFY(second.text() == u"A long evening's work." || second.text() == u"Something else.");
            const QString opened = second.text();
            second.window.scripts().startAnew();
            QVERIFY(second.press("Undo"));
            QCOMPARE(second.text(), opened);
            QVERIFY(second.press("Open it"));
            QVERIFY(second.text() != opened);
            QVERIFY(second.press("Undo"));
            QCOMPARE(second.text(), opened);
        }
        Session third(data, "a"); // one was open, one put away
        QCOMPARE(third.window.notices().count(), 1);
        QVERIFY(third.services.script().isModified());
        const QString open = third.text();
        QVERIFY(third.press("Open it"));
        QVERIFY(third.text() != open);
    }
};

QTEST_MAIN(TestScriptSessions)
#include "tst_script_sessions.moc"
