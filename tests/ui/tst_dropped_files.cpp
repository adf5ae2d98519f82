// Several recordings, folders, packs and lists that are dropped together: nothing of them is left out without a word.
#include <QDir>

#include "tests/processor_time.h"
#include "tests/ui/clinic_desk.h"
#include "ui/voices/voices_pane.h"
#include "ui/voices/waiting_files.h"

using Desk = ClinicDesk;
using ui::shared::Notice;
constexpr int kPatience = ClinicDesk::kPatience;

class TestDroppedFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void severalRecordingsComeOneAfterAnother() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(QDir().mkpath(desk.data.path(QStringLiteral("more/deep"))));
        QFile(desk.data.path(QStringLiteral("more/notes.txt"))).open(QIODevice::WriteOnly);
        const QString first = desk.recording("First.wav");
        desk.recording("more/take 10.wav");
        desk.recording("more/deep/take 2.wav");
        QFile list(desk.data.path(QStringLiteral("voices.toml")));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write("this is no list");
        list.close();
        drop(desk.voices.pane(), {first, desk.data.path(QStringLiteral("more")), list.fileName()});
        QVERIFY(desk.isOpen());
        QTRY_VERIFY_WITH_TIMEOUT(desk.said().contains(QStringLiteral("voices.toml")), kPatience); // refused by name
        QVERIFY(desk.says(QStringLiteral("First.wav")) && desk.says(QStringLiteral("1 of 3")));

        QTest::keyClicks(desk.words(), Desk::kSaid);
        desk.facts.clear();
        desk.press("Save voice");
        QTRY_VERIFY_WITH_TIMEOUT(desk.says(QStringLiteral("2 of 3")), kPatience); // by itself
        QVERIFY(desk.isOpen());
        QVERIFY2(desk.says(QStringLiteral("take 2.wav")), qPrintable(desk.said()));
        QVERIFY(desk.comes("first"));

        desk.facts.clear();
        desk.press("Skip");
        QVERIFY(desk.isOpen());
        QVERIFY(desk.says(QStringLiteral("take 10.wav")) && desk.says(QStringLiteral("3 of 3")));
        QVERIFY(!desk.button(desk.clinic, "Skip")); // it is the last one
        QTest::keyClick(desk.words(), Qt::Key_Escape);
        QVERIFY(!desk.clinic.isVisible());
    }

    void whatWaitsIsOfferedWhenSomebodyLeaves() {
        Desk desk;
        QVERIFY(desk.isReady());
        drop(desk.voices.pane(), {desk.recording("First.wav"), desk.recording("Second.wav")});
        QVERIFY(desk.isOpen());
        QVERIFY(desk.says(QStringLiteral("1 of 2")));
        QTest::keyClick(desk.words(), Qt::Key_Escape);
        QVERIFY(!desk.clinic.isVisible());
        desk.facts.clear();
        desk.pressInNotice("Go on with the next");
        QVERIFY(desk.isOpen());
        QVERIFY(desk.says(QStringLiteral("Second.wav")));
        for (QLabel *place : desk.clinic.findChildren<QLabel *>()) {
            if (place->accessibleName() == QStringLiteral("Which of the recordings that were dropped"))
                QVERIFY(!place->isVisible()); // it is alone
        }
    }

    void whatWasLeftTwiceIsOfferedTwice() {
        Desk desk;
        QVERIFY(desk.isReady());
        for (const auto &[one, other] : {std::pair{"One.wav", "Two.wav"}, std::pair{"Three.wav", "Four.wav"}}) {
            desk.facts.clear();
            drop(desk.voices.pane(), {desk.recording(one), desk.recording(other)});
            QVERIFY(desk.isOpen());
            QTest::keyClick(desk.words(), Qt::Key_Escape);
            QVERIFY(!desk.clinic.isVisible());
        }
        QStringList waiting;
        for (const Notice *notice : desk.window.notices().all())
            waiting << notice->detail;
        QVERIFY2(waiting.contains(QStringLiteral("Two.wav")) && waiting.contains(QStringLiteral("Four.wav")),
                 qPrintable(waiting.join(u' ')));
    }

    // Nobody waits for it at the end.
    void aFolderWithoutAnEndIsLeft() {
        double before = 0;
        {
            ui::voices::WaitingFiles files;
            files.add({QStringLiteral("/")});
            QTest::qWait(100); // it is being looked into
            before = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
        }
        const double took = processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - before;
        QVERIFY2(took < 0.5, qPrintable(QString::number(took)));
    }

    void anEmptyFolderSaysSo() {
        Desk desk;
        QVERIFY(desk.isReady());
        QVERIFY(QDir().mkpath(desk.data.path(QStringLiteral("nothing here"))));
        drop(desk.voices.pane(), {desk.data.path(QStringLiteral("nothing here"))});
        QTRY_VERIFY_WITH_TIMEOUT(desk.said().contains(QStringLiteral("nothing here")), kPatience);
        QVERIFY(!desk.clinic.isVisible());
    }

    void whatIsNoSoundDoesNotHoldUpTheNext() {
        Desk desk;
        QVERIFY(desk.isReady());
        QFile broken(desk.data.path(QStringLiteral("Broken.wav")));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("this is no sound");
        broken.close();
        drop(desk.voices.pane(), {broken.fileName(), desk.recording("Second.wav")});
        QVERIFY(desk.isOpen());
        QVERIFY(desk.says(QStringLiteral("Second.wav")) && desk.says(QStringLiteral("2 of 2")));
        QVERIFY2(desk.said().contains(QStringLiteral("Broken.wav")), qPrintable(desk.said()));
    }
};

QTEST_MAIN(TestDroppedFiles)
#include "tst_dropped_files.moc"
