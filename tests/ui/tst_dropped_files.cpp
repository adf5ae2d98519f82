// Several recordings, folders, packs and lists that are dropped together: nothing of them is left out without a word.
#include <QDir>

#include "tests/processor_time.h"
#include "tests/small_files.h"
#include "tests/ui/clinic_desk.h"
#include "ui/voices/voices_pane.h"
#include "ui/voices/waiting_files.h"

using Desk = ClinicDesk;
using ui::shared::Notice;
using ui::voices::WaitingFiles;
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
    void aFolderThatTakesLongIsLeft() {
        const QTemporaryDir folder;
        for (int outer = 0; outer < 100; ++outer) {
            const QString path = folder.filePath(QString::number(outer));
            QVERIFY(QDir().mkpath(path));
            for (int inner = 0; inner < 100; ++inner)
                put(path + QStringLiteral("/%1.txt").arg(inner), {});
        }
        const auto ofAll = [] { return processorSeconds(CLOCK_PROCESS_CPUTIME_ID); };
        double whole = 1e9;
        for (int run = 0; run < 3; ++run) {
            WaitingFiles files;
            QSignalSpy nothing(&files, &WaitingFiles::nothingFound);
            const double before = ofAll();
            files.add({folder.path()});
            QVERIFY(nothing.wait(kPatience));
            whole = std::min(whole, ofAll() - before);
        }
        double left = 1e9;
        for (int run = 0; run < 50 && left > whole / 2; ++run) { // this thread may get its turn too late
            const double before = ofAll();
            {
                WaitingFiles files;
                files.add({folder.path()});
                for (int i = 0; i < 1'000 && ofAll() < before + whole / 8; ++i)
                    QTest::qSleep(1); // it is being looked into
            }
            left = ofAll() - before;
        }
        QVERIFY2(left < whole / 2, qPrintable(QStringLiteral("%1 s of %2 s").arg(left).arg(whole)));
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
