// A whole cloning session in the real Studio, by keyboard alone: three lines, two voices, all made; one starred; one
// word changed and only that line made again; saved as sound and as script; closed and opened: everything is there.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include "engine/audio/file.h"
#include "tests/end_to_end/desk.h"

using end_to_end::Desk;

namespace {

const QString studio = QStringLiteral(PROGRAM_FOLDER "/ishowtts-studio");
const QStringList kLines{QStringLiteral("Good morning."), QStringLiteral("How are you?"),
                         QStringLiteral("See you soon.")};

struct Take {
    QString line;
    QString text;
    QString voice;
    bool starred = false;
};

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const QString missing = m_desk.setUp();
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        QVERIFY(QDir().mkpath(m_desk.folder(QStringLiteral("config/ishowtts-studio"))));
        QFile settings(m_desk.folder(QStringLiteral("config/ishowtts-studio/settings.json")));
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.write(R"({"speech": {"nfe": 5}})");
    }

    void byKeyboardAlone() {
        QProcess *window = open();
        QVERIFY(window);
        QVERIFY(keys({"ctrl+a"}));
        for (qsizetype i = 0; i < kLines.size(); ++i) {
            QVERIFY(i == 0 || keys({"Return"}));
            QVERIFY(type(kLines[i]));
        }
        QVERIFY(keys({"ctrl+g", "Down", "Down", "Return"})); // the last line gets the first voice of the list
        QVERIFY(keys({"ctrl+shift+Return"}));
        QTRY_COMPARE_WITH_TIMEOUT(takes().size(), 3, 120'000);
        QList<Take> made = takes();
        for (qsizetype i = 0; i < kLines.size(); ++i)
            QCOMPARE(made[i].text, kLines[i]);
        QCOMPARE(made[0].voice, QStringLiteral("slt"));
        QCOMPARE(made[1].voice, QStringLiteral("slt"));
        QVERIFY(made[2].voice != QStringLiteral("slt"));

        QVERIFY(keys({"ctrl+shift+f"})); // to the takes: the one that says "how"
        QVERIFY(type(QStringLiteral("HOW")));
        QTest::qWait(700); // found as it is typed
        QVERIFY(keys({"Down", "s"}));
        QTRY_VERIFY_WITH_TIMEOUT(takes()[1].starred, 10'000);

        QVERIFY(keys({"ctrl+l", "ctrl+Home", "End", "BackSpace"}));
        QVERIFY(type(QStringLiteral(", friends.")));
        QVERIFY(keys({"ctrl+shift+Return"}));
        QTRY_COMPARE_WITH_TIMEOUT(takes().size(), 4, 120'000);
        QTest::qWait(3000); // if others were made too, they would come now
        made = takes();
        QCOMPARE(made.size(), 4);
        QCOMPARE(made[3].text, QStringLiteral("Good morning, friends."));
        QCOMPARE(made[3].line, made[0].line);
        QVERIFY(made[1].starred && !made[3].starred);

        const QString sound = m_desk.folder(QStringLiteral("take.wav"));
        QVERIFY(saveAs("ctrl+e", QStringLiteral("Save take"), sound));
        QVERIFY(engine::audio::readSound(sound.toStdString(), 60).seconds() > 0.3);
        QVERIFY(close(window));

        window = open();
        QVERIFY(window);
        const QString script = m_desk.folder(QStringLiteral("evening.ishowtts"));
        QVERIFY(saveAs("ctrl+s", QStringLiteral("Save script"), script));
        QFile file(script);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray lines = QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("lines")].toArray();
        QCOMPARE(lines.size(), 3);
        const auto textOf = [&](int i) { return lines[i].toObject()[QStringLiteral("text")].toString(); };
        QCOMPARE(textOf(0), QStringLiteral("Good morning, friends."));
        QCOMPARE(textOf(1), kLines[1]);
        QCOMPARE(textOf(2), kLines[2]);
        QCOMPARE(lines[0].toObject()[QStringLiteral("id")].toString(), made[3].line);
        QCOMPARE(lines[2].toObject()[QStringLiteral("voice")].toString(), made[2].voice);
        QCOMPARE(takes().size(), 4);
        QVERIFY(keys({"ctrl+shift+Return"})); // nothing is left to make
        QTest::qWait(3000);
        QCOMPARE(takes().size(), 4);
        QVERIFY(close(window));
    }

private:
    QProcess *open() {
        QProcess *window = m_desk.start(studio, {});
        const bool seen = window && focusWindow(QStringLiteral("iShowTTS Studio"));
        QTest::qWait(3000); // the model loads meanwhile
        return seen ? window : nullptr;
    }
    bool close(QProcess *window) {
        const auto ended = [window] { return window->state() == QProcess::NotRunning; };
        return keys({"ctrl+q"}) && QTest::qWaitFor(ended, 15'000) && window->exitStatus() == QProcess::NormalExit &&
               window->exitCode() == 0;
    }
    bool xdotool(const QStringList &action) { return m_desk.run(QStringLiteral("xdotool"), action).has_value(); }
    bool keys(std::initializer_list<const char *> names) {
        for (const char *name : names) {
            if (!xdotool({QStringLiteral("key"), QString::fromLatin1(name)}))
                return false;
            QTest::qWait(200);
        }
        return true;
    }
    bool type(const QString &line) {
        return xdotool({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("20"), line});
    }
    bool focusWindow(const QString &title) {
        return xdotool({QStringLiteral("search"), QStringLiteral("--sync"), QStringLiteral("--onlyvisible"),
                        QStringLiteral("--name"), title, QStringLiteral("windowactivate"), QStringLiteral("--sync")});
    }
    bool saveAs(const char *shortcut, const QString &dialog, const QString &file) {
        return keys({shortcut}) && focusWindow(dialog) && keys({"ctrl+a"}) && type(file) && keys({"Return"}) &&
               QTest::qWaitFor([&] { return QFile::exists(file); }, 10'000);
    }

    // What the library holds, oldest first, read as any other program would.
    QList<Take> takes() {
        QList<Take> found;
        {
            QSqlDatabase library = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("session test"));
            library.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
            library.setDatabaseName(m_desk.folder(QStringLiteral("data/ishowtts-studio/library.sqlite")));
            if (library.open()) {
                QSqlQuery query(library);
                query.exec(
                    QStringLiteral("SELECT line, text, voice, starred FROM take WHERE removed IS NULL ORDER BY id"));
                while (query.next())
                    found << Take{query.value(0).toString(), query.value(1).toString(), query.value(2).toString(),
                                  query.value(3).toBool()};
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("session test"));
        return found;
    }

    Desk m_desk;
};

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"
