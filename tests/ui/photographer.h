// Takes pictures of the window in every size and theme, and of single windows.
#pragma once

#include <QAction>
#include <QMenuBar>
#include <QPainter>
#include <QPixmap>
#include <QTest>
#include <QTextStream>

#include <functional>

#include "tests/ui/studio_desk.h"
#include "ui/shared/action_list.h"
#include "ui/shared/spectrogram_picture.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"

class Photographer {
public:
    Photographer(QString folder, QString language) : m_folder(std::move(folder)), m_language(std::move(language)) {}

    void takeAll(StudioDesk &desk, const QString &state) {
        takeEach(desk, state, [&] { return desk.window->grab(); });
    }

    // A window that stands beside the main one, before it as on a screen of its size.
    void takeBeside(StudioDesk &desk, QWidget &beside, const QString &state) {
        takeEach(desk, state, [&] {
            QPixmap screen = desk.window->grab();
            const QPoint corner = desk.window->rect().center() - beside.rect().center();
            QPainter painter(&screen);
            painter.drawPixmap(corner, beside.grab());
            painter.setPen(beside.palette().color(QPalette::PlaceholderText));
            painter.drawRect(QRect(corner, beside.size()).adjusted(-1, -1, 0, 0)); // as a frame would
            return screen;
        });
    }

    void takeOne(QWidget &widget, const QString &name) {
        QTest::qWait(30);
        const char *scale = isDoubled(widget) ? "200" : "100"; // percent
        widget.grab().save(QStringLiteral("%1/%2-%3-%4.png").arg(m_folder, name, m_language, QLatin1String(scale)));
    }

private:
    static bool isDoubled(const QWidget &widget) { return widget.devicePixelRatioF() > 1.5; }

    void takeEach(StudioDesk &desk, const QString &state, const std::function<QPixmap()> &grab) {
        QList<QSize> sizes{{1280, 720}, {1920, 1080}};
        const bool doubled = isDoubled(*desk.window);
        if (doubled) {
            sizes = {{1920, 1080}};
        }
        for (const auto theme : {ui::Appearance::Light, ui::Appearance::Dark}) {
            setTheme(*desk.window, theme);
            const QString name = theme == ui::Appearance::Light ? QStringLiteral("light") : QStringLiteral("dark");
            for (const QSize &size : sizes) {
                desk.window->resize(size);
                QTest::qWait(30);
                desk.window->grab(); // asks for what can be seen of a spectrogram
                auto &wave = desk.window->transport().waveform();
                if (!QTest::qWaitFor([&] { return !wave.spectrogram().isBusy(); }, 60'000)) {
                    qWarning("the spectrogram is not finished");
                }
                const QString file = QStringLiteral("%1/%2-%3-%4-%5.png")
                                         .arg(m_folder, state, name, m_language)
                                         .arg(doubled ? 3840 : size.width());
                grab().save(file);
                QTextStream(stdout) << file << Qt::endl;
            }
        }
    }

    static void setTheme(ui::MainWindow &window, ui::Appearance appearance) {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar())) {
            if (entry.action->isCheckable() && entry.action->data() == QVariant(int(appearance)) &&
                entry.action->shortcut().isEmpty()) {
                entry.action->trigger();
            }
        }
    }

    QString m_folder;
    QString m_language;
};
