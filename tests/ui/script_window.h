// The Studio on the tiny checkpoint, seen by somebody who writes a script: its text, its fields and its menus.
#pragma once

#include <QAbstractButton>
#include <QAction>
#include <QMenuBar>
#include <QTest>

#include "app/script/script_document.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/studio_desk.h"
#include "ui/shared/action_list.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/status_line.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"

struct ScriptWindow {
    static constexpr int kPatience = 60'000; // ms

    TinyData data;
    StudioDesk desk{data.roots()};
    ui::MainWindow &window = *desk.window;
    ui::studio::ScriptEditor &editor = window.studio().editor();
    app::script::ScriptDocument &script = desk.services.script();

    bool isActive() { return QTest::qWaitForWindowActive(&window, kLongEnough); }
    bool isReady() {
        return isActive() &&
               QTest::qWaitFor(
                   [this] {
                       return desk.services.voices().isRead() &&
                              !window.statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty();
                   },
                   kPatience);
    }

    void write(const QStringList &lines) const {
        window.studio().setText(lines.join(u'\n'));
        editor.goToLine(0);
    }
    QStringList texts() const {
        QStringList all;
        for (const app::script::Line &line : script.script().lines)
            all << line.text;
        return all;
    }
    void chooseLines(int first, int last) const {
        editor.goToLine(first);
        QTextCursor cursor = editor.textCursor();
        cursor.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor, last - first);
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        editor.setTextCursor(cursor);
    }

    template <typename Widget> Widget *named(const char *name) const { return ::named<Widget>(window, name); }
    QAbstractButton *button(const char *text) const { // that can be seen, by its name or what is written on it
        for (auto *each : window.findChildren<QAbstractButton *>()) {
            const QString written = each->text().remove(u'&');
            if (each->isVisible() &&
                (written == QString::fromUtf8(text) || each->accessibleName() == QString::fromUtf8(text)))
                return each;
        }
        return nullptr;
    }
    QAction *action(const char *name) const {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar()))
            if (entry.name == QString::fromUtf8(name))
                return entry.action;
        return nullptr;
    }
};
