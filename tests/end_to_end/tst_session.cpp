// A whole cloning session in the real Studio, by keyboard alone: three lines, two voices, all made; one starred and
// named, two compared; one word changed and only that line made again; the script exported with captions; closed and
// opened: everything is there.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include "engine/audio/file.h"
#include "tests/end_to_end/ears.h"
#include "tests/end_to_end/hands.h"
#include "tests/small_files.h"

using end_to_end::Desk;

namespace {

const QString studio = QStringLiteral(PROGRAM_FOLDER "/ishowtts-studio");
const QStringList kLines{QStringLiteral("Good morning."), QStringLiteral("How are you?"),
                         QStringLiteral("See you soon.")};
const QString kName = QStringLiteral("the best");

struct Take {
    QString line;
    QString text;
    QString voice;
    bool starred = false;
    QString name;
    double seconds = 0;
};

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const QString missing = m_desk.setUp();
        QVERIFY2(missing.isEmpty(), qPrintable(missing));
        QVERIFY(m_desk.writeSettings(R"({"speech": {"nfe": 5}})"));
    }

    void byKeyboardAlone() {
        QProcess *window = open();
        QVERIFY(window);
        QVERIFY(m_ears.listen(m_desk));
        QVERIFY(m_hands.keys({"ctrl+a"}));
        for (qsizetype i = 0; i < kLines.size(); ++i) {
            QVERIFY(i == 0 || m_hands.keys({"Return"}));
            QVERIFY(m_hands.type(kLines[i]));
        }
        QVERIFY(m_hands.keys({"ctrl+b", "Down", "Down", "Return"})); // the last line gets the first voice of the list
        QVERIFY(m_hands.keys({"ctrl+shift+Return"}));
        QTRY_COMPARE_WITH_TIMEOUT(takes().size(), 3, 120'000);
        QList<Take> made = takes();
        for (qsizetype i = 0; i < kLines.size(); ++i)
            QCOMPARE(made[i].text, kLines[i]);
        QCOMPARE(made[0].voice, QStringLiteral("slt"));
        QCOMPARE(made[1].voice, QStringLiteral("slt"));
        QVERIFY(made[2].voice != QStringLiteral("slt"));

        QVERIFY(m_hands.keys({"ctrl+shift+f"})); // to the takes: the one that says "how"
        QVERIFY(m_hands.type(QStringLiteral("HOW")));
        QVERIFY(m_hands.keys({"Down", "s"}));
        QTRY_VERIFY_WITH_TIMEOUT(takes()[1].starred, 30'000);
        QVERIFY(m_hands.keys({"F2"}));
        QVERIFY(m_hands.focusWindow(QStringLiteral("Name the take")));
        QVERIFY(m_hands.type(kName));
        QVERIFY(m_hands.keys({"Return"}));
        QTRY_COMPARE_WITH_TIMEOUT(takes()[1].name, kName, 30'000);

        QVERIFY(m_hands.keys({"ctrl+shift+f", "BackSpace", "Down", "shift+Down"})); // that one and the one below
        QVERIFY(m_ears.hearNothing(1));
        QVERIFY(m_hands.keys({"c"}));
        QVERIFY(m_ears.hear());
        QVERIFY(m_hands.keys({"x", "Escape"})); // the other one, and silence
        QVERIFY(m_ears.hearNothing(1));

        QVERIFY(m_hands.keys({"ctrl+l", "ctrl+Home", "End", "BackSpace"}));
        QVERIFY(m_hands.type(QStringLiteral(", friends.")));
        QVERIFY(m_hands.keys({"ctrl+shift+Return"}));
        QTRY_COMPARE_WITH_TIMEOUT(takes().size(), 4, 120'000);
        made = takes();
        QCOMPARE(made[3].text, QStringLiteral("Good morning, friends."));
        QCOMPARE(made[3].line, made[0].line);
        QVERIFY(made[1].starred && !made[3].starred);

        const QString sound = m_desk.folder(QStringLiteral("take.wav"));
        QVERIFY(saveAs("ctrl+e", QStringLiteral("Save take"), sound));
        QVERIFY(engine::audio::readSound(sound.toStdString(), 60).seconds() > 0.3);
        const QString whole = m_desk.folder(QStringLiteral("whole"));
        QVERIFY(exportScript(whole, {"alt+s"}));
        const auto spoken = engine::audio::readSound((whole + QStringLiteral(".wav")).toStdString(), 60);
        QVERIFY(spoken.seconds() >= made[3].seconds + made[1].seconds + made[2].seconds - 0.01);
        const QString captions = QString::fromUtf8(bytesOf(whole + QStringLiteral(".srt")));
        QCOMPARE(captions.count(QStringLiteral(" --> ")), 3);
        QVERIFY2(captions.indexOf(made[3].text) >= 0 && captions.indexOf(kLines[1]) > captions.indexOf(made[3].text) &&
                     captions.indexOf(kLines[2]) > captions.indexOf(kLines[1]),
                 qPrintable(captions));
        QCOMPARE(takes().size(), 4); // no other line was made
        QVERIFY(close(window));

        window = open();
        QVERIFY(window);
        QVERIFY(m_ears.hearNothing(1));
        QVERIFY(m_hands.keys({"ctrl+shift+f"}));
        QVERIFY(m_hands.type(kName));
        QVERIFY(m_hands.keys({"Return", "Return"})); // it is found by its name, and plays again
        QVERIFY(m_ears.hear());
        QVERIFY(takes()[1].starred && takes()[1].name == kName);
        QVERIFY(m_hands.keys({"s"})); // the star is known, so this takes it away
        QTRY_VERIFY_WITH_TIMEOUT(!takes()[1].starred, 30'000);
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
        // Nothing is left to make: the same takes are exported, and no other one comes.
        QVERIFY(m_hands.keys({"ctrl+shift+Return"}));
        const QString again = m_desk.folder(QStringLiteral("again"));
        QVERIFY(exportScript(again, {}));
        QVERIFY(bytesOf(again + QStringLiteral(".srt")) == bytesOf(whole + QStringLiteral(".srt")));
        const auto spokenAgain = engine::audio::readSound((again + QStringLiteral(".wav")).toStdString(), 60);
        QVERIFY(spokenAgain.interleaved == spoken.interleaved);
        QCOMPARE(takes().size(), 4);
        QVERIFY(close(window));
    }

private:
    QProcess *open() {
        QProcess *window = m_desk.start(studio, {});
        return window && m_hands.focusWindow(QStringLiteral("iShowTTS Studio")) ? window : nullptr;
    }
    bool close(QProcess *window) {
        const auto ended = [window] { return window->state() == QProcess::NotRunning; };
        return m_hands.keys({"ctrl+q"}) && QTest::qWaitFor(ended, 30'000) &&
               window->exitStatus() == QProcess::NormalExit && window->exitCode() == 0;
    }
    bool saveAs(const char *shortcut, const QString &dialog, const QString &file) {
        return m_hands.keys({shortcut}) && m_hands.focusWindow(dialog) && m_hands.keys({"ctrl+a"}) &&
               m_hands.type(file) && m_hands.keys({"Return"}) &&
               QTest::qWaitFor([&] { return QFile::exists(file); }, 30'000);
    }
    // As one file and its captions; `options` are pressed in the sheet.
    bool exportScript(const QString &stem, std::initializer_list<const char *> options) {
        const QString sound = stem + QStringLiteral(".wav");
        const QString captions = stem + QStringLiteral(".srt");
        return m_hands.keys({"ctrl+shift+e"}) && m_hands.focusWindow(QStringLiteral("Export script as sound")) &&
               m_hands.keys(options) && m_hands.keys({"alt+t", "ctrl+a"}) && m_hands.type(sound) &&
               m_hands.keys({"Return"}) &&
               QTest::qWaitFor([&] { return QFile::exists(sound) && QFile::exists(captions); }, 30'000);
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
                    QStringLiteral("SELECT line, text, voice, starred, name, seconds FROM take WHERE removed IS NULL "
                                   "ORDER BY id"));
                while (query.next())
                    found << Take{query.value(0).toString(), query.value(1).toString(), query.value(2).toString(),
                                  query.value(3).toBool(),   query.value(4).toString(), query.value(5).toDouble()};
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("session test"));
        return found;
    }

    Desk m_desk;
    end_to_end::Hands m_hands{m_desk};
    end_to_end::Ears m_ears;
};

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"
