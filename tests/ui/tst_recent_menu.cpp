// File › Open recent: what was opened and saved, newest first; a missing file says so and can be taken off the list.
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QMenu>
#include <QSignalSpy>

#include "app/script/recent_files.h"
#include "app/script/script_file.h"
#include "tests/patience.h"
#include "tests/ui/script_window.h"
#include "ui/recent_menu.h"
#include "ui/script_desk.h"

namespace {

constexpr int kPatience = 30'000; // ms
const QString kClear = QStringLiteral("Clear list");

struct Recent : ScriptWindow {
    QMenu *menu = nullptr;

    Recent() {
        for (auto *each : window.findChildren<QMenu *>())
            if (each->title().remove(u'&') == QStringLiteral("Open recent"))
                menu = each;
    }
    QList<QAction *> entries() const { // as a person sees them when the menu opens
        Q_EMIT menu->aboutToShow();
        QTest::qWait(50);
        QList<QAction *> files;
        for (QAction *action : menu->actions())
            if (!action->isSeparator() && action->text().remove(u'&') != kClear)
                files << action;
        return files;
    }
    bool shows(const QStringList &names) const {
        return QTest::qWaitFor(
            [&] {
                const auto all = entries();
                bool same = all.size() == names.size();
                for (qsizetype i = 0; same && i < all.size(); ++i)
                    same = all[i]->text().contains(names[i]);
                return same;
            },
            kPatience);
    }
    QAction *clear() const {
        for (QAction *action : menu->actions())
            if (action->text().remove(u'&') == kClear)
                return action;
        return nullptr;
    }
    bool save(const QString &name, const char *text) {
        window.studio().setText(QString::fromUtf8(text));
        desk.services.scriptFile().saveAs(data.path(name));
        return QTest::qWaitFor([&] { return script.path() == data.path(name) && !script.isModified(); }, kPatience);
    }
};

} // namespace

class TestRecentMenu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasSavedAndOpenedComesFirst() {
        Recent desk;
        QVERIFY(desk.menu);
        QVERIFY(desk.isActive());
        QVERIFY(desk.shows({QStringLiteral("No scripts yet")}));
        QVERIFY(!desk.entries().first()->isEnabled());
        QVERIFY(!desk.clear()->isEnabled());
        QVERIFY(desk.save(QStringLiteral("morning.ishowtts"), "Good morning."));
        QVERIFY(desk.save(QString::fromUtf8("晚上 & Nacht.ishowtts"), "晚上好。"));
        QVERIFY(desk.shows({QString::fromUtf8("晚上 && Nacht.ishowtts"), QStringLiteral("morning.ishowtts")}));
        desk.entries()[1]->trigger();
        QTRY_COMPARE(desk.texts(), QStringList{QStringLiteral("Good morning.")});
        QVERIFY(desk.shows({QStringLiteral("morning.ishowtts"), QString::fromUtf8("晚上 && Nacht.ishowtts")}));

        QFile text(desk.data.path(QStringLiteral("plain.txt"))); // what is opened as text as well
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("A plain text.") > 0);
        text.close();
        desk.window.scripts().open(text.fileName());
        QTRY_COMPARE(desk.texts(), QStringList{QStringLiteral("A plain text.")});
        QVERIFY(desk.shows({QStringLiteral("plain.txt"), QStringLiteral("morning"), QStringLiteral("Nacht")}));
        QStringList inPalette; // with their folders
        for (const auto &entry : ui::shared::actionsOf(*desk.window.menuBar()))
            inPalette << entry.name.section(u' ', 0, -2);
        QVERIFY2(inPalette.contains(QString::fromUtf8("1  plain.txt —")), qPrintable(inPalette.join(u'\n')));
        QVERIFY(inPalette.contains(QString::fromUtf8("3  晚上 & Nacht.ishowtts —")));
    }

    void aMissingFileIsSaidAndTakenOffTheList() {
        Recent desk;
        QVERIFY(desk.save(QStringLiteral("one.ishowtts"), "One."));
        QVERIFY(desk.save(QStringLiteral("two.ishowtts"), "Two."));
        QVERIFY(QFile::rename(desk.data.path(QStringLiteral("one.ishowtts")),
                              desk.data.path(QStringLiteral("elsewhere.ishowtts"))));
        QVERIFY(desk.shows({QStringLiteral("two.ishowtts"), QStringLiteral("(missing)")}));
        QVERIFY(!desk.entries()[0]->text().contains(QStringLiteral("missing")));
        desk.entries()[1]->trigger();
        QTRY_VERIFY(desk.window.notices().current() &&
                    desk.window.notices().current()->what.contains(QStringLiteral("one.ishowtts")));
        QVERIFY(!desk.window.notices().current()->remedy.isEmpty());
        QCOMPARE(desk.texts(), QStringList{QStringLiteral("Two.")});
        QVERIFY(desk.button("Remove from list"));
        QTest::mouseClick(desk.button("Remove from list"), Qt::LeftButton);
        QVERIFY(desk.shows({QStringLiteral("two.ishowtts")}));
        // One that came back is opened, whatever the list thought.
        QVERIFY(QFile::rename(desk.data.path(QStringLiteral("elsewhere.ishowtts")),
                              desk.data.path(QStringLiteral("one.ishowtts"))));
        desk.window.scripts().open(desk.data.path(QStringLiteral("one.ishowtts")));
        QTRY_COMPARE(desk.texts(), QStringList{QStringLiteral("One.")});
        // What was never on the list offers no way off it.
        desk.window.scripts().open(desk.data.path(QStringLiteral("never.ishowtts")));
        QTRY_VERIFY(desk.window.notices().current() &&
                    desk.window.notices().current()->what.contains(QStringLiteral("never.ishowtts")));
        QVERIFY(desk.window.notices().current()->actions.empty());
    }

    void theListIsClearedAndComesBackByUndo() {
        Recent desk;
        QVERIFY(desk.save(QStringLiteral("one.ishowtts"), "One."));
        QVERIFY(desk.save(QStringLiteral("two.ishowtts"), "Two."));
        QVERIFY(desk.shows({QStringLiteral("two"), QStringLiteral("one")}));
        desk.clear()->trigger();
        QVERIFY(desk.shows({QStringLiteral("No scripts yet")}));
        QVERIFY(QFile::exists(desk.data.path(QStringLiteral("one.ishowtts")))); // only the list
        QVERIFY(desk.button("Undo"));
        QTest::mouseClick(desk.button("Undo"), Qt::LeftButton);
        QVERIFY(desk.shows({QStringLiteral("two"), QStringLiteral("one")}));
    }

    void theListIsThereAtTheNextStart() {
        TinyData data;
        const app::Places places{data.path(QStringLiteral("settings.json")), data.roots()};
        {
            app::Services services(places);
            QFile file(data.path(QStringLiteral("evening.ishowtts")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            services.recentFiles().add(file.fileName());
        }
        QVERIFY(QFile::exists(data.path(QStringLiteral("recent-scripts.json"))));
        app::Services services(places);
        ui::MainWindow window(services);
        services.start();
        QTRY_COMPARE(services.recentFiles().files().size(), 1);
        bool found = false;
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar()))
            found = found || entry.name.contains(QStringLiteral("evening.ishowtts"));
        QVERIFY(found);
    }

    void titlesAreShortAndWhole_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("expected");
        QTest::newRow("home") << QStringLiteral("/home/ann/tales/one.ishowtts")
                              << QString::fromUtf8("one.ishowtts — ~/tales");
        QTest::newRow("home itself") << QStringLiteral("/home/ann/one.txt") << QString::fromUtf8("one.txt — ~");
        QTest::newRow("another's home") << QStringLiteral("/home/anna/one.txt")
                                        << QString::fromUtf8("one.txt — /home/anna");
        QTest::newRow("mnemonic") << QStringLiteral("/a & b/c & d.txt") << QString::fromUtf8("c && d.txt — /a && b");
        QTest::newRow("chinese") << QString::fromUtf8("/文档/晚上.txt") << QString::fromUtf8("晚上.txt — /文档");
        QTest::newRow("signs") << QStringLiteral("/a\tb/c\nd.txt") << QString::fromUtf8("c d.txt — /a b");
    }
    void titlesAreShortAndWhole() {
        QFETCH(QString, path);
        QFETCH(QString, expected);
        const QFontMetrics metrics(qApp->font());
        QCOMPARE(ui::recentTitle(path, QStringLiteral("/home/ann"), metrics), expected);
        const QString longPath =
            u'/' + QString::fromUtf8("ein sehr langer Ordner 很长的文件夹/").repeated(20) + path.mid(1);
        const QString title = ui::recentTitle(longPath, QStringLiteral("/home/ann"), metrics);
        QVERIFY(metrics.horizontalAdvance(title) < 700);
        QVERIFY(title.contains(u'…'));
        QVERIFY(title.startsWith(expected.section(QString::fromUtf8(" — "), 0, 0)));
    }
};

QTEST_MAIN(TestRecentMenu)
#include "tst_recent_menu.moc"
