// Other keys for actions, as a person gives them: in the real window, by the keyboard alone.
#include <QHelpEvent>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include "app/settings/shortcuts.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/studio_desk.h"
#include "ui/settings/settings_window.h"
#include "ui/shared/action_list.h"
#include "ui/shared/command_palette.h"
#include "ui/shortcuts/key_field.h"
#include "ui/shortcuts/shortcut_window.h"
#include "ui/studio/speak_bar.h"
#include "ui/studio/studio_pane.h"

using ui::shortcuts::KeyField;
using ui::shortcuts::ShortcutWindow;

namespace {

// The Studio in a folder that may be another one's too.
struct Studio {
    app::Services services;
    ui::MainWindow window;
    ShortcutWindow *keys = nullptr;

    explicit Studio(const TinyData &data)
        : services({data.path(QStringLiteral("settings.json")), data.roots()}), window(services) {
        window.showNormal();
    }
    bool isActive() {
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window, kLongEnough);
    }
    app::Settings &settings() { return services.settings(); }

    QAction *action(const char *id) const {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar()))
            if (entry.id == QLatin1String(id))
                return entry.action;
        return nullptr;
    }
    QString shortcut(const char *id) const { return action(id)->shortcut().toString(); }
    bool becomes(const char *id, const char *wanted) const {
        return QTest::qWaitFor([&] { return shortcut(id) == QLatin1String(wanted); }, kLongEnough);
    }

    bool open() {
        QTest::keyClick(&window, Qt::Key_F1);
        keys = window.findChild<ShortcutWindow *>();
        return keys && QTest::qWaitFor([this] { return QApplication::activeWindow() == keys; }, kLongEnough);
    }
    QLineEdit *search() const { return named<QLineEdit>(*keys, "Search actions, menus and keys"); }
    KeyField *field() const { return keys->findChild<KeyField *>(); }
    void look(const char *words) const {
        search()->setFocus();
        search()->clear();
        QTest::keyClicks(search(), QString::fromUtf8(words));
    }
    // Type what is looked for, Enter: the field listens.
    bool listen(const char *words) const {
        look(words);
        QTest::keyClick(search(), Qt::Key_Return);
        return field()->isVisible() && field()->hasFocus();
    }
    QStringList shown() const {
        const auto *model = keys->findChild<QTableView *>()->model();
        QStringList rows;
        for (int row = 0; row < model->rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < model->columnCount(); ++column)
                cells << model->index(row, column).data().toString();
            rows << cells.join(u'|');
        }
        return rows;
    }
    bool says(const char *text) const {
        for (const QLabel *label : keys->findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(QString::fromUtf8(text)))
                return true;
        return false;
    }
    QPushButton *button(const char *text) const {
        for (auto *each : keys->findChildren<QPushButton *>())
            if (each->text().remove(u'&') == QString::fromUtf8(text))
                return each;
        return nullptr;
    }
};

} // namespace

class TestShortcutWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyActionHasAnIdOfItsOwn() {
        const TinyData data;
        Studio studio(data);
        studio.services.presets().save(QStringLiteral("R & B"));
        QSet<QString> ids;
        for (const auto &entry : ui::shared::actionsOf(*studio.window.menuBar())) {
            QVERIFY2(!entry.id.isEmpty() || !entry.action->isEnabled(), qPrintable(entry.name));
            QVERIFY2(entry.id.isEmpty() || !ids.contains(entry.id), qPrintable(entry.id));
            ids << entry.id;
        }
        // People's files know these; they never change.
        for (const char *id : {"file.new",          "file.save",      "file.export",          "file.quit",
                               "edit.undo",         "edit.find_next", "view.workspace.clone", "view.theme.dark",
                               "view.palette",      "speech.speak",   "speech.make_changed",  "speech.stop",
                               "line.voice",        "playback.play",  "playback.mute",        "speech.hear.steps",
                               "presets.shipped.1", "presets.save",   "presets.own.R & B",    "file.recent.clear",
                               "help.shortcuts"})
            QVERIFY2(ids.contains(QString::fromUtf8(id)), id);
    }

    void otherKeysCountAtOnceAndAfterARestart() {
        const TinyData data;
        {
            Studio studio(data);
            QVERIFY(studio.isActive());
            QVERIFY2(studio.open(), "F1 opens it");
            QVERIFY(studio.search()->hasFocus());
            QVERIFY(studio.listen("mute"));
            QTest::keyClick(studio.field(), Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
            QVERIFY(!studio.field()->isVisible());
            QCOMPARE(studio.shown().value(0), QStringLiteral("Mute|Speech|Ctrl+Alt+M|was Ctrl+M"));
            QTest::keyClick(studio.keys, Qt::Key_Escape);
            QTRY_VERIFY(!studio.window.findChild<ShortcutWindow *>());

            QVERIFY(studio.isActive());
            QTest::keyClick(&studio.window, Qt::Key_M, Qt::ControlModifier);
            QVERIFY(!studio.settings().muted()); // not any more
            QTest::keyClick(&studio.window, Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
            QVERIFY(studio.settings().muted());
        }
        Studio studio(data);
        QVERIFY(studio.isActive());
        QVERIFY(studio.becomes("playback.mute", "Ctrl+Alt+M"));
        QVERIFY(studio.settings().muted());
        QTest::keyClick(&studio.window, Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(!studio.settings().muted());
    }

    void menusPaletteAndTooltipsSayThem() {
        const TinyData data;
        Studio studio(data);
        QVERIFY(studio.isActive());
        auto *stop = studio.window.findChild<ui::studio::SpeakBar *>()->findChildren<QPushButton *>().value(2);
        const auto tip = [](QWidget &widget) {
            QHelpEvent event(QEvent::ToolTip, QPoint(4, 4), widget.mapToGlobal(QPoint(4, 4)));
            QApplication::sendEvent(&widget, &event);
            return widget.toolTip();
        };
        QCOMPARE(tip(*stop), QStringLiteral("Stop speaking (Esc)"));
        QVERIFY(studio.open());
        QVERIFY(studio.listen("stop"));
        QTest::keyClick(studio.field(), Qt::Key_Period, Qt::ControlModifier);
        QCOMPARE(tip(*stop), QStringLiteral("Stop speaking (Ctrl+.)"));
        const auto *list = studio.window.openPalette()->findChild<QListView *>();
        QStringList keys;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            keys << list->model()->index(row, 0).data(Qt::UserRole + 2).toString();
        QVERIFY(keys.contains(QStringLiteral("Ctrl+.")) && !keys.contains(QStringLiteral("Esc")));
    }

    void keysThatAreTakenAreGivenOverOrLeft() {
        const TinyData data;
        Studio studio(data);
        QVERIFY(studio.isActive() && studio.open());
        QVERIFY(studio.listen("loop"));
        QTest::keyClick(studio.field(), Qt::Key_M, Qt::ControlModifier);
        QVERIFY(studio.says("Ctrl+M is “Mute”. Give it to “Loop”?"));
        QCOMPARE(studio.shortcut("playback.mute"), QStringLiteral("Ctrl+M")); // it is only asked
        QVERIFY(studio.button("Give it")->hasFocus());
        QTest::keyClick(studio.button("Give it"), Qt::Key_Tab);
        QVERIFY(studio.button("Leave it")->hasFocus());
        QTest::keyClick(studio.button("Leave it"), Qt::Key_Space);
        QCOMPARE(studio.shortcut("playback.loop"), QStringLiteral("Ctrl+Shift+L"));
        QVERIFY(!studio.says("Give it to"));

        QVERIFY(studio.listen("loop"));
        QTest::keyClick(studio.field(), Qt::Key_M, Qt::ControlModifier);
        QTest::keyClick(studio.button("Give it"), Qt::Key_Space);
        QCOMPARE(studio.shortcut("playback.loop"), QStringLiteral("Ctrl+M"));
        QCOMPARE(studio.shortcut("playback.mute"), QString());
        QTest::keyClick(studio.button("Undo"), Qt::Key_Space);
        QCOMPARE(studio.shortcut("playback.loop"), QStringLiteral("Ctrl+Shift+L"));
        QCOMPARE(studio.shortcut("playback.mute"), QStringLiteral("Ctrl+M"));

        const auto press = [&](Qt::KeyboardModifiers modifiers) {
            QTest::keyClick(studio.keys->focusWidget(), Qt::Key_Z, modifiers);
        };
        press(Qt::ControlModifier | Qt::ShiftModifier); // from the list
        QCOMPARE(studio.shortcut("playback.loop"), QStringLiteral("Ctrl+M"));
        QVERIFY(studio.listen("loop"));
        QTest::keyClick(studio.field(), Qt::Key_F11);
        QCOMPARE(studio.shortcut("playback.loop"), QStringLiteral("F11"));
        press(Qt::ControlModifier); // step by step
        press(Qt::ControlModifier);
        QCOMPARE(studio.shortcut("playback.loop"), QStringLiteral("Ctrl+Shift+L"));
        QVERIFY(!studio.button("Undo")->isEnabled() && studio.button("Redo")->isEnabled());
    }

    void someKeysAreRefusedWithAReason() {
        const TinyData data;
        Studio studio(data);
        QVERIFY(studio.isActive() && studio.open());
        QVERIFY(studio.listen("loop"));
        QTest::keyClick(studio.field(), Qt::Key_L);
        QVERIFY(studio.says("L alone is typed in texts."));
        QTest::keyClick(studio.field(), Qt::Key_Tab);
        QVERIFY(studio.says("Tab goes from one field to the next."));
        QTest::keyClick(studio.field(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(studio.says("Text fields edit with Ctrl+C."));
        QVERIFY(studio.field()->hasFocus()); // it still listens
        QTest::keyClick(studio.field(), Qt::Key_Escape);
        QVERIFY(!studio.field()->isVisible() && studio.keys->isVisible());
        QCOMPARE(studio.shortcut("playback.loop"), QStringLiteral("Ctrl+Shift+L"));
        // What it was shipped with it may have again.
        QVERIFY(studio.listen("select all"));
        QTest::keyClick(studio.field(), Qt::Key_F12);
        QCOMPARE(studio.shortcut("edit.selectAll"), QStringLiteral("F12"));
        QVERIFY(studio.listen("select all"));
        QTest::keyClick(studio.field(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(studio.shortcut("edit.selectAll"), QStringLiteral("Ctrl+A"));
    }

    void takenAwayAndRestored() {
        const TinyData data;
        Studio studio(data);
        QVERIFY(studio.isActive() && studio.open());
        QVERIFY(studio.listen("mute"));
        QTest::keyClick(studio.field(), Qt::Key_Backspace);
        QCOMPARE(studio.shortcut("playback.mute"), QString());
        QCOMPARE(studio.shown().value(0), QStringLiteral("Mute|Speech||was Ctrl+M"));
        QVERIFY(studio.listen("loop"));
        QTest::keyClick(studio.field(), Qt::Key_M, Qt::ControlModifier); // free now
        QCOMPARE(studio.shortcut("playback.loop"), QStringLiteral("Ctrl+M"));

        studio.look("mute");
        QTest::keyClick(studio.button("Restore"), Qt::Key_Space);
        QVERIFY(studio.says("Ctrl+M is “Loop” now. Give it back to “Mute”?"));
        QTest::keyClick(studio.button("Give it"), Qt::Key_Space);
        QCOMPARE(studio.shortcut("playback.mute"), QStringLiteral("Ctrl+M"));
        QCOMPARE(studio.shortcut("playback.loop"), QString());
        QVERIFY(!studio.button("Restore")->isEnabled());
        QTest::keyClick(studio.button("Restore all"), Qt::Key_Space);
        QCOMPARE(studio.shortcut("playback.loop"), QStringLiteral("Ctrl+Shift+L"));
        QVERIFY(!studio.button("Restore all")->isEnabled());
        QVERIFY(studio.services.shortcuts().all().isEmpty());
    }

    // N writes a note in the list of takes and reads a message next in the queue: each list has its own letters.
    void twoListsMayHaveTheSameLetters() {
        const TinyData data;
        Studio studio(data);
        QVERIFY(studio.isActive() && studio.open());
        QCOMPARE(studio.shortcut("take.note"), QStringLiteral("N"));
        QCOMPARE(studio.shortcut("danmaku.read_next"), QStringLiteral("N"));
        QVERIFY(studio.listen("name the take"));
        QTest::keyClick(studio.field(), Qt::Key_F4);
        QCOMPARE(studio.shortcut("take.rename"), QStringLiteral("F4"));
        QTest::keyClick(studio.button("Restore"), Qt::Key_Space);
        QVERIFY(!studio.says("Give it back"));
        QCOMPARE(studio.shortcut("take.rename"), QStringLiteral("F2"));
        QVERIFY(studio.action("danmaku.edit")->shortcuts().contains(QKeySequence(Qt::Key_F2)));
        QVERIFY(studio.services.shortcuts().all().isEmpty());
        // What works everywhere is still one action's.
        QVERIFY(studio.listen("name the take"));
        QTest::keyClick(studio.field(), Qt::Key_F11, Qt::ControlModifier);
        QVERIFY(studio.says("Ctrl+F11 is “Pause reading”. Give it to “Name the take …”?"));
    }

    void bothEnterKeysAndMediaKeysStay() {
        const TinyData data;
        Studio studio(data);
        QVERIFY(studio.isActive() && studio.open());
        QVERIFY(studio.listen("play or pause"));
        QTest::keyClick(studio.field(), Qt::Key_F4);
        QCOMPARE(studio.action("playback.play")->shortcuts(),
                 QList<QKeySequence>({Qt::Key_F4, Qt::Key_MediaTogglePlayPause, Qt::Key_MediaPlay}));
        QVERIFY(studio.listen("make changed"));
        QTest::keyClick(studio.field(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(studio.says("Ctrl+Enter is “Speak”. Give it to “Make changed lines”?"));
        QTest::keyClick(studio.button("Give it"), Qt::Key_Space);
        QCOMPARE(studio.action("speech.make_changed")->shortcuts(),
                 QList<QKeySequence>({Qt::CTRL | Qt::Key_Enter, Qt::CTRL | Qt::Key_Return}));
        QVERIFY(studio.action("speech.speak")->shortcuts().isEmpty());
    }

    void searching() {
        const TinyData data;
        Studio studio(data);
        QVERIFY(studio.isActive() && studio.open());
        const qsizetype all = studio.shown().size();
        QVERIFY(all > 50);
        studio.look("ctrl+shift+l");
        QCOMPARE(studio.shown(), QStringList(QStringLiteral("Loop|Speech|Ctrl+Shift+L|")));
        studio.look("theme dark");
        QCOMPARE(studio.shown(), QStringList(QStringLiteral("Dark|View › Theme||")));
        studio.look("zoom out, show");
        QVERIFY(studio.shown().value(0).endsWith(QStringLiteral("|cannot be changed")));
        QVERIFY(!studio.button("Change …")->isEnabled());
        QVERIFY(!studio.listen("zoom out, show"));
        studio.look("xyzzy");
        QVERIFY(studio.shown().isEmpty() && studio.says("No action speaks of “xyzzy”."));
        studio.search()->clear();
        QCOMPARE(studio.shown().size(), all);
        QTest::keyClick(studio.search(), Qt::Key_Down);
        QTest::keyClick(studio.search(), Qt::Key_Down);
        QCOMPARE(studio.keys->findChild<QTableView *>()->currentIndex().row(), 2);
    }

    void aPresetHasKeysToo() {
        const TinyData data;
        {
            Studio studio(data);
            QVERIFY(studio.isActive());
            studio.settings().setNfeStep(12);
            studio.services.presets().save(QStringLiteral("Podcast"));
            studio.settings().setNfeStep(7);
            QVERIFY(studio.open());
            QTRY_VERIFY(studio.shown().filter(QStringLiteral("Podcast")).size() == 1);
            QVERIFY(studio.listen("podcast"));
            QTest::keyClick(studio.field(), Qt::Key_F11);
        }
        Studio studio(data);
        QVERIFY(studio.isActive());
        QTRY_VERIFY(studio.action("presets.own.Podcast"));
        QVERIFY(studio.becomes("presets.own.Podcast", "F11"));
        QTest::keyClick(&studio.window, Qt::Key_F11);
        QCOMPARE(studio.settings().nfeStep(), 12);
    }

    // The list becomes shorter while its last row is chosen: it stays that row's.
    void theChosenActionStaysWhenPresetsGo() {
        const TinyData data;
        Studio studio(data);
        QVERIFY(studio.isActive());
        QStringList names;
        for (int i = 0; i < 20; ++i) {
            names << QStringLiteral("Preset %1").arg(i);
            studio.services.presets().save(names.last());
        }
        QVERIFY(studio.open());
        QTRY_COMPARE(studio.shown().filter(QStringLiteral("Preset ")).size(), 20);
        auto *view = studio.keys->findChild<QTableView *>();
        const int row = int(studio.shown().indexOf(studio.shown().filter(QStringLiteral("Copy diagnostics")).first()));
        view->selectRow(row);
        for (const QString &name : names)
            studio.services.presets().remove(name);
        QTRY_COMPARE(studio.shown().filter(QStringLiteral("Preset ")).size(), 0);
        QCOMPARE(view->currentIndex().row(), row - 20);
        QCOMPARE(view->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("Copy diagnostics"));
        QVERIFY(studio.button("Change …")->isEnabled());
    }

    void keysInTheFileThatMakeNoSenseAreNamed() {
        const TinyData data;
        const auto list = [](const char *keys) { return QJsonArray{QString::fromUtf8(keys)}; };
        QVERIFY(
            data.writeJson(QStringLiteral("shortcuts.json"),
                           {{QStringLiteral("shortcuts"), QJsonObject{{QStringLiteral("playback.mute"), list("F11")},
                                                                      {QStringLiteral("playback.loop"), list("F11")},
                                                                      {QStringLiteral("edit.find"), list("Banana")},
                                                                      {QStringLiteral("file.new"), list("Space")},
                                                                      {QStringLiteral("file.open"), list("Ctrl+S")},
                                                                      {QStringLiteral("of.another"), list("?")}}}}));
        Studio studio(data);
        QVERIFY(studio.isActive());
        QTRY_VERIFY(studio.window.notices().about(QStringLiteral("shortcuts")));
        const QString detail = studio.window.notices().about(QStringLiteral("shortcuts"))->detail;
        QCOMPARE(detail.split(u'\n').size(), 3);
        for (const char *line :
             {"“Banana” for “Find …”: There is no such key.",
              "“Space” for “New script”: Space alone is typed in texts.", "“F11” for “Mute”: another action has it."})
            QVERIFY2(detail.contains(QString::fromUtf8(line)), qPrintable(detail));
        QCOMPARE(studio.shortcut("playback.loop"), QStringLiteral("F11"));
        QCOMPARE(studio.shortcut("playback.mute"), QString());
        QCOMPARE(studio.shortcut("file.open"), QStringLiteral("Ctrl+S")); // what was chosen goes before what is shipped
        QCOMPARE(studio.shortcut("file.save"), QString());
        QVERIFY(studio.open());
        QTest::keyClick(studio.button("Restore all"), Qt::Key_Space);
        QVERIFY(!studio.window.notices().about(QStringLiteral("shortcuts")));
        QCOMPARE(studio.services.shortcuts().all().keys(), QStringList(QStringLiteral("of.another")));
    }

    void aDamagedFileIsSaidAndKept() {
        const TinyData data;
        QFile file(data.path(QStringLiteral("shortcuts.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{ half") == 6);
        file.close();
        Studio studio(data);
        QVERIFY(studio.isActive());
        QTRY_VERIFY(studio.window.notices().about(QStringLiteral("shortcut file")));
        QVERIFY(QFile::exists(data.path(QStringLiteral("shortcuts.json.broken"))));
        QCOMPARE(studio.shortcut("playback.mute"), QStringLiteral("Ctrl+M"));
    }

    void anotherStudioFollowsWhenOneComesBackToIt() {
        const TinyData data;
        Studio one(data);
        Studio other(data);
        QVERIFY(one.isActive() && one.open());
        QVERIFY(one.listen("mute"));
        QTest::keyClick(one.field(), Qt::Key_F11);
        one.services.settings().setNfeStep(12);
        one.services.presets().save(QStringLiteral("Podcast"));
        QTRY_VERIFY(QFile::exists(data.path(QStringLiteral("presets.json"))) &&
                    QFile::exists(data.path(QStringLiteral("shortcuts.json"))));
        QCOMPARE(other.shortcut("playback.mute"), QStringLiteral("Ctrl+M"));
        QVERIFY(other.isActive());
        QVERIFY(other.becomes("playback.mute", "F11"));
        QTRY_VERIFY(other.action("presets.own.Podcast"));
    }

    void settingsLeadHere() {
        const TinyData data;
        Studio studio(data);
        QVERIFY(studio.isActive());
        QTest::keyClick(&studio.window, Qt::Key_Comma, Qt::ControlModifier);
        auto *settings = studio.window.findChild<ui::settings::SettingsWindow *>();
        QVERIFY(settings && QTest::qWaitForWindowActive(settings, kLongEnough));
        QTest::keyClicks(named<QLineEdit>(*settings, "Search the settings"), QStringLiteral("shortcuts"));
        for (auto *button : settings->findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Change …") && button->isVisible())
                QTest::keyClick(button, Qt::Key_Space);
        }
        QVERIFY(studio.window.findChild<ShortcutWindow *>());
    }
};

QTEST_MAIN(TestShortcutWindow)
#include "tst_shortcut_window.moc"
