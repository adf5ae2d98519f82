// The window as a screen reader and a keyboard meet it.
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QSet>
#include <QTableView>
#include <QTest>

#include <functional>

#include "app/script/script_document.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/danmaku_states.h"
#include "tests/ui/listening_states.h"
#include "tests/ui/performance_states.h"
#include "tests/ui/server_states.h"
#include "tests/ui/studio_desk.h"
#include "tests/ui/voice_windows.h"
#include "ui/exporting/export_desk.h"
#include "ui/shared/command_palette.h"
#include "ui/shared/format_sheet.h"
#include "ui/shared/status_line.h"
#include "ui/studio/line_card.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"

namespace {

void walk(QAccessibleInterface *node, const QString &path,
          const std::function<void(QAccessibleInterface &, QString)> &visit) {
    if (!node || !node->isValid() || node->state().invisible) {
        return;
    }
    const QString here =
        path + u'/' +
        (node->object() ? QString::fromLatin1(node->object()->metaObject()->className()) : QStringLiteral("item"));
    visit(*node, here);
    for (int i = 0; i < node->childCount(); ++i) {
        walk(node->child(i), here, visit);
    }
}

QStringList namelessControls(QWidget &window, int &focusable) {
    QStringList found;
    walk(QAccessible::queryAccessibleInterface(&window), {}, [&](QAccessibleInterface &node, const QString &path) {
        if (!node.state().focusable || node.role() == QAccessible::ListItem || node.role() == QAccessible::Cell) {
            return;
        }
        ++focusable;
        if (node.text(QAccessible::Name).trimmed().isEmpty()) {
            found << path;
        }
    });
    return found;
}

} // namespace

class TestAccessibility : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QAccessible::setActive(true); }

    void everyFocusableControlHasAName() {
        StudioDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get(), kLongEnough));
        QTRY_VERIFY_WITH_TIMEOUT(!desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(),
                                 60'000);
        desk.window->notices().post({ui::shared::Notice::Kind::Alarm,
                                     QStringLiteral("Something."),
                                     QStringLiteral("Do it."),
                                     QStringLiteral("Detail"),
                                     {{QStringLiteral("Act"), [] {}}},
                                     {}});
        int focusable = 0;
        const QStringList nameless = namelessControls(*desk.window, focusable);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QVERIFY2(focusable >= 25, qPrintable(QString::number(focusable))); // the walk really saw the window
        auto *palette = desk.window->openPalette();
        const QStringList inPalette = namelessControls(*palette, focusable);
        QVERIFY2(inPalette.isEmpty(), qPrintable(inPalette.join(u'\n')));
    }

    void inTheWindowsBesideItToo() {
        StudioDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get(), kLongEnough));
        for (const char *id :
             {"library.lexicon", "file.settings", "file.back_up", "file.restore", "help.shortcuts", "help.about"}) {
            desk.window->findChild<QAction *>(QLatin1String(id))->trigger();
            auto *dialog = desk.window->findChildren<QDialog *>().last();
            QVERIFY(QTest::qWaitForWindowExposed(dialog, kLongEnough));
            int focusable = 0;
            const QStringList nameless = namelessControls(*dialog, focusable);
            QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
            QVERIFY2(focusable >= 2, id);
        }
    }

    // What asks before scripts and takes become files.
    void inTheSheetsOfFilesToo() {
        TinyData data;
        StudioDesk desk(data.roots());
        ui::MainWindow &window = *desk.window;
        QVERIFY(QTest::qWaitForWindowActive(&window, kLongEnough));
        QTRY_VERIFY_WITH_TIMEOUT(!window.statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(), 60'000);
        window.studio().setText(QStringLiteral("One.\nTwo.\nThree."));
        window.studio().editor().selectAll();
        window.studio().speak();
        QTRY_COMPARE_WITH_TIMEOUT(window.takes().model().total(), 3, 60'000);
        window.takes().focusTakes(); // they are what is saved
        window.takes().findChild<QTableView *>()->selectAll();
        window.takes().acts()[ui::studio::TakeActs::Save]->trigger();
        auto *formats = window.findChild<ui::shared::FormatSheet *>();
        QVERIFY(formats && QTest::qWaitForWindowExposed(formats, kLongEnough));
        int focusable = 0;
        QStringList nameless = namelessControls(*formats, focusable);
        QVERIFY2(focusable >= 3, qPrintable(QString::number(focusable)));
        formats->close();
        QWidget *sheet = window.exports().open();
        QVERIFY(QTest::qWaitForWindowExposed(sheet, kLongEnough));
        nameless += namelessControls(*sheet, focusable);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QVERIFY2(focusable >= 8, qPrintable(QString::number(focusable)));
    }

    void inListeningTestsToo() {
        TinyData data;
        StudioDesk desk(data.roots());
        QStringList nameless;
        int states = 0;
        QVERIFY(listening_states::throughListening(desk, [&](QWidget &shown, const QString &state) {
            int focusable = 0;
            for (const QString &each : namelessControls(shown, focusable))
                nameless << state + u' ' + each;
            ++states;
        }));
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QVERIFY(states >= listening_states::kListeningStates - 2);
    }

    void whereSpeedIsWatchedToo() {
        QStringList nameless;
        int states = 0;
        const bool all = performance_states::throughPerformance(
            FAKE_NVML_LIBRARY, [&](StudioDesk &desk, QWidget &shown, const QString &state) {
                int focusable = 0;
                QWidget &looked = &shown == desk.window.get() ? desk.window->performance().pane() : shown;
                for (const QString &each : namelessControls(looked, focusable))
                    nameless << state + u' ' + each;
                if (focusable < (&shown == desk.window.get() ? 6 : 4))
                    nameless << state + QStringLiteral(" shows too little");
                ++states;
            });
        QVERIFY(all);
        QCOMPARE(states, performance_states::kStates);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
    }

    void whereChatIsReadToo() {
        TinyData data;
        StudioDesk desk(data.roots());
        QStringList nameless;
        int states = 0;
        QVERIFY(danmaku_states::throughDanmaku(desk, [&](QWidget &shown, const QString &state) {
            int focusable = 0;
            for (const QString &each : namelessControls(shown, focusable))
                nameless << state + u' ' + each;
            ++states;
        }));
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QCOMPARE(states, danmaku_states::kStates);
    }

    void whereProgramsAskToo() {
        server_states::withoutKeychain();
        TinyData data;
        StudioDesk desk(data.roots());
        QStringList nameless;
        int states = 0;
        QVERIFY(server_states::throughServer(desk, [&](const QString &state) {
            int focusable = 0;
            for (const QString &each : namelessControls(*desk.window, focusable))
                nameless << state + u' ' + each;
            ++states;
        }));
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QCOMPARE(states, server_states::kStates);
    }

    void whereVoicesAndModelsAreToo() {
        QStringList nameless;
        int states = 0;
        throughVoiceWindows([&](QWidget &shown, const QString &state) {
            int focusable = 0;
            for (const QString &path : namelessControls(shown, focusable))
                nameless << state + QStringLiteral(": ") + path;
            QVERIFY2(focusable >= 2, qPrintable(state));
            ++states;
        });
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QCOMPARE(states, kVoiceStates);
    }

    void withoutVoicesToo() {
        QTemporaryDir nothing;
        StudioDesk desk({nothing.path().toStdString()});
        QTRY_VERIFY_WITH_TIMEOUT(desk.services.voices().isRead() && desk.window->notices().count() > 0, 60'000);
        int focusable = 0;
        const QStringList nameless = namelessControls(*desk.window, focusable);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QVERIFY(focusable >= 10);
    }

    // Tab reaches every control that takes the focus, and comes round.
    void tabReachesEverything() {
        StudioDesk desk;
        ui::MainWindow &window = *desk.window;
        QVERIFY(QTest::qWaitForWindowActive(&window, kLongEnough));
        QTRY_VERIFY_WITH_TIMEOUT(!window.statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(), 60'000);
        desk.services.script().setCue(0, app::script::CueTimes{1, 2}); // every field is there
        window.studio().lineCard().setOpen(true);
        window.studio().focusText();
        QSet<QWidget *> reached;
        for (int i = 0; i < 200 && !reached.contains(QApplication::focusWidget()); ++i) {
            reached << QApplication::focusWidget();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        for (QWidget *widget : window.findChildren<QWidget *>()) {
            // The line of a spin box is reached as the spin box.
            const bool isInside = qobject_cast<QAbstractSpinBox *>(widget->parentWidget());
            const bool takesFocus = widget->isVisible() && widget->isEnabled() &&
                                    (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && !widget->focusProxy();
            if (takesFocus && !isInside) {
                QVERIFY2(reached.contains(widget),
                         qPrintable(QStringLiteral("%1 “%2”").arg(
                             QString::fromLatin1(widget->metaObject()->className()), widget->accessibleName())));
            }
        }
        QVERIFY(reached.size() >= 15);
    }
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
