// File › Import lines …: what a person finds in the script after it, and that one Undo takes it back.
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

#include "app/script/script_format.h"
#include "tests/patience.h"
#include "tests/ui/script_window.h"

namespace {

struct Desk : ScriptWindow {
    QString put(const char *name, const QByteArray &bytes) const {
        QFile file(data.path(QString::fromLatin1(name)));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }
    bool import(const QString &file) const {
        window.findChild<QAction *>(QStringLiteral("file.import"))->trigger();
        for (auto *dialog : window.findChildren<QFileDialog *>()) {
            if (dialog->isVisible()) {
                auto *name = dialog->findChild<QLineEdit *>();
                name->setText(file);
                QTest::keyClick(name, Qt::Key_Return);
                return true;
            }
        }
        return false;
    }
    bool press(const char *text) const {
        for (auto *each : window.notices().findChildren<QPushButton *>()) {
            if (each->isVisible() && each->text() == QLatin1String(text)) {
                each->click();
                return true;
            }
        }
        return false;
    }
    bool becomes(const QStringList &lines) const {
        const bool same = QTest::qWaitFor([&] { return texts() == lines; }, kLongEnough);
        if (!same)
            qInfo() << texts() << said();
        return same;
    }
    QString said() const { return window.notices().current() ? window.notices().current()->what : QString(); }
};

} // namespace

class TestImportDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void severalTextsThatAreDroppedAllBecomeLines() {
        Desk desk;
        desk.write({QStringLiteral("First."), QStringLiteral("Last.")});
        Q_EMIT desk.window.studio().filesDropped({desk.put("one.txt", "One.\n"),
                                                  desk.put("bad.csv", "text,speed\nx,fast\n"),
                                                  desk.put("two.srt", "1\n00:00:01,000 --> 00:00:02,000\nTwo.\n")});
        QVERIFY(desk.becomes(
            {QStringLiteral("First."), QStringLiteral("One."), QStringLiteral("Two."), QStringLiteral("Last.")}));
        QStringList said;
        for (const auto *notice : desk.window.notices().all())
            said << notice->what;
        const QString all = said.join(u'|');
        QVERIFY2(all.contains(QStringLiteral("Imported 2 lines of 2 files.")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("bad.csv")), qPrintable(all));
        QVERIFY(desk.press("Undo"));
        QVERIFY(desk.becomes({QStringLiteral("First."), QStringLiteral("Last.")}));
    }

    // Undo of several imports takes back no words that were written between two of them.
    void whatIsWrittenBetweenTwoImportsStays() {
        Desk desk;
        desk.write({QStringLiteral("First.")});
        bool written = false;
        connect(&desk.script, &app::script::ScriptDocument::changed, this, [&] {
            if (!std::exchange(written, true))
                QMetaObject::invokeMethod(
                    &desk.script, [&] { desk.script.type(0, QStringLiteral("First, and more.")); },
                    Qt::QueuedConnection); // before the second file is read
        });
        Q_EMIT desk.window.studio().filesDropped({desk.put("one.txt", "One.\n"), desk.put("two.txt", "Two.\n")});
        QVERIFY(desk.becomes({QStringLiteral("First, and more."), QStringLiteral("One."), QStringLiteral("Two.")}));
        QTRY_VERIFY(desk.said().contains(QStringLiteral("2 files")));
        QVERIFY(desk.press("Undo"));
        QVERIFY(desk.becomes({QStringLiteral("First, and more."), QStringLiteral("One.")}));
    }

    void ofSeveralScriptsTheFirstIsOpenedAndTheOthersAreNamed() {
        Desk desk;
        desk.write({QStringLiteral("Mine.")});
        const auto script = [&](const char *name, const char *text) {
            return desk.put(name, app::script::toJson(app::script::Script{
                                      app::script::newScript().id, {app::script::newLine(QString::fromLatin1(text))}}));
        };
        const QString one = script("one.ishowtts", "One.");
        Q_EMIT desk.window.studio().filesDropped(
            {desk.put("text.txt", "Text.\n"), one, script("two.ishowtts", "Two.")});
        QVERIFY(desk.becomes({QStringLiteral("One.")}));
        QTRY_COMPARE(desk.said(),
                     QStringLiteral("One script is open at a time: one.ishowtts is opened, 2 others are not."));
        QCOMPARE(desk.window.notices().current()->remedy, QStringLiteral("text.txt, two.ishowtts"));
        QVERIFY(desk.press("Append the lines"));
        QVERIFY(desk.becomes({QStringLiteral("One."), QStringLiteral("Text."), QStringLiteral("Two.")}));
        QCOMPARE(desk.script.path(), one);
    }

    void aTextComesBehindTheLineAndIsCutTheOtherWay() {
        Desk desk;
        desk.write({QStringLiteral("First."), QStringLiteral("Last.")});
        const QString file = desk.put("story.txt", "One. Two.\n\nThree.\n");
        QVERIFY(desk.import(file));
        QVERIFY(desk.becomes({QStringLiteral("First."), QStringLiteral("One. Two."), QStringLiteral("Three."),
                              QStringLiteral("Last.")}));
        QCOMPARE(desk.said(), QStringLiteral("Imported 2 lines of story.txt."));
        QCOMPARE(desk.editor.currentLine(), 2); // the last of them
        QVERIFY(desk.press("A line for each sentence"));
        QVERIFY(desk.becomes({QStringLiteral("First."), QStringLiteral("One."), QStringLiteral("Two."),
                              QStringLiteral("Three."), QStringLiteral("Last.")}));
        desk.editor.undo();
        QVERIFY(desk.becomes({QStringLiteral("First."), QStringLiteral("Last.")}));
    }

    void subtitlesThatAreDroppedKeepTheirTimes() {
        Desk desk;
        desk.write({QStringLiteral(" ")});
        const QString file = desk.put("film.srt", "1\n00:00:01,000 --> 00:00:02,500\nHello.\n\n2\n00:00:03,000 --> "
                                                  "00:00:04,000\n[door]\n\n3\n00:00:05,000 --> 00:00:06,000\nBye.\n");
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(desk.editor.viewport(), &enter);
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(desk.editor.viewport(), &drop);
        QVERIFY(desk.becomes({QStringLiteral("Hello."), QStringLiteral("Bye.")}));
        QCOMPARE(desk.script.line(1).cue, std::optional(app::script::CueTimes{5, 6}));
        QVERIFY(desk.window.notices().current()->remedy.contains(QStringLiteral("left out: 1")));
        QVERIFY(desk.editor.status(desk.script.line(0).id).cue.has_value());
        QVERIFY(desk.press("Undo"));
        QVERIFY(desk.becomes({QStringLiteral(" ")}));
    }

    void oneImportComesBehindTheOther() {
        Desk desk;
        desk.write({QStringLiteral("First."), QStringLiteral("Last.")});
        const QString one = desk.put("one.txt", "1a\n\n1b\n"), two = desk.put("two.txt", "2a\n\n2b\n");
        const QString first = QStringLiteral("First."), last = QStringLiteral("Last.");
        QVERIFY(desk.import(one));
        QVERIFY(desk.becomes({first, QStringLiteral("1a"), QStringLiteral("1b"), last}));
        QVERIFY(desk.import(two));
        QVERIFY(desk.becomes(
            {first, QStringLiteral("1a"), QStringLiteral("1b"), QStringLiteral("2a"), QStringLiteral("2b"), last}));
    }

    void voicesThatAreNotHereAreNamed() {
        Desk desk;
        QVERIFY(desk.isReady());
        desk.write({QString()});
        const auto remedy = [&] { return desk.window.notices().current()->remedy; };
        desk.window.notices().post(ui::shared::Notice::Kind::Alarm, QStringLiteral("test"),
                                   {QStringLiteral("Something else."), {}, {}});
        QVERIFY(desk.import(desk.put("cast.csv", "text,voice\nHello.,bob\nBye.,rms\n")));
        QVERIFY(desk.becomes({QStringLiteral("Hello."), QStringLiteral("Bye.")}));
        QVERIFY2(remedy().contains(QStringLiteral("“bob” is not here")), qPrintable(remedy()));
        QVERIFY(!remedy().contains(QStringLiteral("rms")));
        QVERIFY(desk.import(desk.put("play.txt", "[anna] Who is there?\n\n[rms] Me, {pause 1s} and [awb].\n")));
        QTRY_COMPARE(desk.script.count(), 4);
        QVERIFY2(remedy().contains(QStringLiteral("anna")) && !remedy().contains(QStringLiteral("awb")),
                 qPrintable(remedy()));
    }

    void whatIsWrongInATableIsNamedAndNothingChanges() {
        Desk desk;
        desk.write({QStringLiteral("Here.")});
        QVERIFY(desk.import(desk.put("lines.csv", "text,speed\nok,1\nbad,fast\n")));
        QVERIFY(QTest::qWaitFor([&] { return desk.said().contains(QStringLiteral("row 3")); }, kLongEnough));
        QCOMPARE(desk.texts(), QStringList{QStringLiteral("Here.")});
    }
};

QTEST_MAIN(TestImportDesk)
#include "tst_import_desk.moc"
