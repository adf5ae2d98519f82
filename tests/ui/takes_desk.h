// The Studio on the tiny checkpoint with its pane of takes at hand, as hands and eyes find it.
#pragma once

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "tests/app/takes/clip_of.h"
#include "tests/app/tiny_data.h"
#include "tests/ui/studio_desk.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"

struct TakesDesk {
    static constexpr int kPatience = 60'000; // ms
    using Column = ui::studio::TakesModel::Column;

    TinyData data;
    StudioDesk desk{data.roots()};
    ui::MainWindow &window = *desk.window;
    ui::studio::TakesPane &pane = window.takes();
    ui::studio::TakesModel &model = pane.model();
    QTableView *table = pane.findChild<QTableView *>();
    QLineEdit *words = pane.findChild<QLineEdit *>();
    QSignalSpy kept{&desk.services.takes(), &app::takes::TakeLibrary::kept};

    bool isReady() {
        desk.services.settings().setCheckTakes(false); // what is changed here is changed by hands
        return QTest::qWaitFor(
            [this] {
                return desk.services.voices().isRead() && model.isRead() &&
                       !window.statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty();
            },
            kPatience);
    }

    // One take of each line, and the table shows them.
    bool make(const QString &text) {
        const auto lines = text.count(u'\n') + 1;
        const auto wanted = kept.size() + lines;
        const int rows = model.total() + int(lines);
        window.studio().setText(text);
        window.studio().editor().selectAll();
        window.studio().speak();
        return QTest::qWaitFor([&] { return kept.size() == wanted && shows(rows) && !window.studio().isBusy(); },
                               kPatience);
    }
    bool shows(int rows) const { return model.rowCount() == rows && model.total() == rows; }
    bool becomes(int rows) {
        return QTest::qWaitFor([&] { return shows(rows); }, kPatience);
    }
    QString text(int row) const { return model.index(row, Column::Text).data().toString(); }
    app::takes::TakeRecord take(int i) const { return kept.at(i)[1].value<app::takes::TakeRecord>(); }
    engine::ClipPtr clip(int i) { return clipOf(desk.services.takes(), take(i)); }
    // Opens the explanation of a setting.
    QWidget *ask(const QString &setting) {
        for (auto *each : window.studio().findChildren<QToolButton *>())
            if (each->accessibleName() == QStringLiteral("What is “%1”?").arg(setting)) {
                each->setFocus();
                QTest::keyClick(each, Qt::Key_Space);
                return QApplication::activePopupWidget();
            }
        return nullptr;
    }
    QList<qint64> chosen() const {
        QList<qint64> ids;
        for (const auto &each : pane.chosen())
            ids << each.id;
        return ids;
    }

    QToolButton *button(const char *name) const {
        for (auto *each : pane.findChildren<QToolButton *>())
            if (each->accessibleName() == QLatin1String(name) || each->text() == QLatin1String(name))
                return each;
        return nullptr;
    }
    int enabledButtons() const {
        int count = 0;
        for (const char *name : {"Play", "Make again", "New seed", "Star", "Remove"})
            count += button(name)->isEnabled();
        return count;
    }
    void click(int row, int column, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, modifiers,
                          table->visualRect(model.index(row, column)).center());
    }
    bool saysInTransport(const QString &part) const {
        for (const QLabel *label : window.transport().findChildren<QLabel *>())
            if (label->text().contains(part))
                return true;
        return false;
    }
    QPushButton *noticeButton(const char *text) const {
        for (auto *each : window.notices().findChildren<QPushButton *>())
            if (each->isVisible() && each->text() == QLatin1String(text))
                return each;
        return nullptr;
    }
};
