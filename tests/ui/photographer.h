// Takes pictures of the window in every size and theme, and of single windows.
#pragma once

#include <QAction>
#include <QMenuBar>
#include <QTest>
#include <QTextStream>

#include "tests/ui/studio_desk.h"
#include "ui/shared/action_list.h"
#include "ui/shared/spectrogram_picture.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"

class Photographer {
public:
    Photographer(QString folder, QString language) : m_folder(std::move(folder)), m_language(std::move(language)) {}

    void takeAll(StudioDesk &desk, const QString &state) {
        QList<QSize> sizes{{1280, 720}, {1920, 1080}};
        const bool doubled = desk.window->devicePixelRatioF() > 1.5;
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
                desk.window->grab().save(file);
                QTextStream(stdout) << file << Qt::endl;
            }
        }
    }

    void takeOne(QWidget &widget, const QString &name) {
        QTest::qWait(30);
        widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(m_folder, name, m_language));
    }

private:
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
