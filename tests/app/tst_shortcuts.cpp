// Keys that a person chose for actions, in their file: kept, checked, shared by two Studios.
#include <QJsonArray>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/settings/shortcuts.h"
#include "app/storage/file_thread.h"
#include "tests/app/json_file_test.h"

using app::Shortcuts;

namespace {

struct Studio {
    app::storage::FileThread files;
    Shortcuts shortcuts;
    QSignalSpy changed{&shortcuts, &Shortcuts::changed};
    QSignalSpy problems{&shortcuts, &Shortcuts::problem};
    QSignalSpy failures{&shortcuts, &Shortcuts::saveFailed};

    explicit Studio(const QTemporaryDir &folder) : shortcuts(folder.filePath(QStringLiteral("shortcuts.json")), files) {
        settle();
    }
    void settle() { ::settle(files); }
    void choose(const char *action, const QStringList &keys) { shortcuts.change({{QString::fromUtf8(action), keys}}); }
    QStringList of(const char *action) const {
        return shortcuts.all().value(QString::fromUtf8(action), {QStringLiteral("as shipped")});
    }
    app::Problem problem() const { return problems.last().first().value<app::Problem>(); }
};

const QStringList kMute{QStringLiteral("Ctrl+Alt+M")};

} // namespace

class TestShortcuts : public JsonFileTest {
    Q_OBJECT

    QJsonObject shortcuts() const { return written("shortcuts"); }

public:
    TestShortcuts() : JsonFileTest("shortcuts.json") {}

private Q_SLOTS:
    void init() { newFolder(); }

    void whatIsChosenComesBack() {
        {
            Studio studio(*m_folder);
            QVERIFY(studio.shortcuts.all().isEmpty());
            studio.choose("playback.mute", kMute);
            studio.choose("edit.find", {});
            QCOMPARE(studio.of("playback.mute"), kMute); // at once
            studio.choose("playback.mute", kMute);       // nothing new
            QCOMPARE(studio.changed.size(), 2);
        }
        Studio studio(*m_folder);
        QCOMPARE(studio.of("playback.mute"), kMute);
        QCOMPARE(studio.of("edit.find"), QStringList()); // none, which is not what is shipped
        studio.shortcuts.change({{QStringLiteral("edit.find"), std::nullopt}});
        studio.settle();
        QCOMPARE(shortcuts().keys(), QStringList(QStringLiteral("playback.mute")));
    }

    void whatOtherVersionsWroteStays() {
        fill(
            R"({"version": 7, "mouse": true, "shortcuts": {"stream.skip": ["Ctrl+K"], "stream.say": {"global": "F9"}}})");
        {
            Studio studio(*m_folder);
            QCOMPARE(studio.of("stream.skip"), QStringList(QStringLiteral("Ctrl+K")));
            studio.choose("playback.mute", kMute);
        }
        const QJsonObject top = written();
        QCOMPARE(top.value(QStringLiteral("version")).toInt(), 7);
        QVERIFY(top.value(QStringLiteral("mouse")).toBool());
        QCOMPARE(shortcuts().keys(), QStringList({QStringLiteral("playback.mute"), QStringLiteral("stream.say"),
                                                  QStringLiteral("stream.skip")}));
        QCOMPARE(shortcuts()[QStringLiteral("stream.say")][QStringLiteral("global")].toString(), QStringLiteral("F9"));
    }

    void nonsenseIsNamedAndTheRestCounts() {
        fill(R"({"shortcuts": {"playback.mute": ["Ctrl+Alt+M"], "edit.find": "Ctrl+F", "edit.copy": [5],
                 "edit.cut": [""], "edit.undo": ["A", "B", "C", "D", "E"], "file.new": null}})");
        Studio studio(*m_folder);
        QCOMPARE(studio.shortcuts.all().keys(), QStringList(QStringLiteral("playback.mute")));
        QCOMPARE(studio.problems.size(), 1);
        const QString detail = studio.problem().detail;
        QCOMPARE(detail.count(u'\n'), 4);
        QVERIFY2(detail.contains(QStringLiteral("edit.find: it is \"Ctrl+F\", not a list of at most 4 keys.")),
                 qPrintable(detail));
        QVERIFY(studio.problem().remedy.contains(path()));
        studio.choose("view.text", {});
        studio.settle();
        QCOMPARE(studio.problems.size(), 1); // said once
        QVERIFY(shortcuts().contains(QStringLiteral("edit.find")));
    }

    void aDamagedFileIsMovedAside_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("half") << QByteArray("{\"shortcuts\": {\"playback.mute\": [\"Ct");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("shortcuts as a list") << QByteArray(R"({"shortcuts": ["Ctrl+M"]})");
        QTest::newRow("empty") << QByteArray();
    }

    void aDamagedFileIsMovedAside() {
        QFETCH(QByteArray, text);
        fill(text);
        Studio studio(*m_folder);
        QVERIFY(studio.shortcuts.all().isEmpty());
        QCOMPARE(studio.problems.size(), 1);
        QVERIFY(studio.problem().remedy.contains(QStringLiteral("shortcuts.json.broken")));
        QCOMPARE(contents(path("shortcuts.json.broken")), text);
        studio.choose("playback.mute", kMute);
        studio.settle();
        QVERIFY(shortcuts().contains(QStringLiteral("playback.mute")));
        QCOMPARE(contents(path("shortcuts.json.broken")), text);
    }

    void aFileDamagedWhileRunningTakesNothingAway_data() {
        QTest::addColumn<bool>("changed");
        QTest::newRow("read again") << false;
        QTest::newRow("changed") << true;
    }

    void aFileDamagedWhileRunningTakesNothingAway() {
        QFETCH(bool, changed);
        Studio studio(*m_folder);
        studio.choose("playback.mute", kMute);
        studio.settle();
        fill("{ half");
        if (changed)
            studio.choose("edit.find", {});
        else
            studio.shortcuts.refresh();
        studio.settle();
        QCOMPARE(studio.of("playback.mute"), kMute);
        QCOMPARE(shortcuts()[QStringLiteral("playback.mute")].toArray().size(), 1);
        QCOMPARE(shortcuts().size(), changed ? 2 : 1);
        QCOMPARE(contents(path("shortcuts.json.broken")), QByteArray("{ half"));
        QCOMPARE(studio.problems.size(), 1);
        QVERIFY2(studio.problem().remedy.contains(path("shortcuts.json.broken")), qPrintable(studio.problem().remedy));
    }

    void twoStudiosLoseNothingOfEachOthers() {
        Studio one(*m_folder);
        Studio other(*m_folder);
        for (int i = 0; i < 30; ++i) { // both write all the time
            one.choose(qPrintable(QStringLiteral("one.%1").arg(i)), kMute);
            other.choose(qPrintable(QStringLiteral("other.%1").arg(i)), kMute);
        }
        one.settle();
        other.settle();
        QCOMPARE(one.failures.size() + other.failures.size(), 0);
        QCOMPARE(shortcuts().size(), 60);
        one.shortcuts.refresh();
        one.settle();
        QCOMPARE(one.shortcuts.all().size(), 60);
    }

    void whatCannotBeSavedIsSaidOnceAndTriedAgain() {
        Studio studio(*m_folder);
        QVERIFY(QDir().mkpath(path())); // a folder where the file should be
        studio.choose("playback.mute", kMute);
        studio.settle();
        studio.choose("edit.find", {});
        studio.settle();
        QCOMPARE(studio.failures.size(), 1);
        QCOMPARE(studio.of("playback.mute"), kMute); // it counts in this session
        QVERIFY(QDir().rmdir(path()));
        studio.choose("view.text", {});
        studio.settle();
        QCOMPARE(shortcuts().size(), 3);
    }
};

QTEST_GUILESS_MAIN(TestShortcuts)
#include "tst_shortcuts.moc"
