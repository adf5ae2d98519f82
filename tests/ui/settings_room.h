// The Studio with its Settings window open, as its key opens it: what tests of that window begin with.
#pragma once

#include <QApplication>
#include <QObject>
#include <QTest>

#include <memory>

#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/studio_desk.h"
#include "ui/settings/settings_window.h"

class SettingsRoom : public QObject {
protected:
    static constexpr int kPatience = 120'000; // ms

    TinyData m_data;
    std::unique_ptr<StudioDesk> m_desk;
    ui::settings::SettingsWindow *m_window = nullptr;

    app::Settings &settings() { return m_desk->services.settings(); }

    void open() {
        m_desk = std::make_unique<StudioDesk>(m_data.roots());
        QVERIFY(QTest::qWaitForWindowActive(m_desk->window.get(), kLongEnough));
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->services.voices().isRead(), kPatience);
        QTest::keyClick(m_desk->window.get(), Qt::Key_Comma, Qt::ControlModifier);
        m_window = m_desk->window->findChild<ui::settings::SettingsWindow *>();
        QVERIFY2(m_window, "Ctrl+, opens Settings");
        QVERIFY(QTest::qWaitForWindowExposed(m_window, kLongEnough));
        // Keys go to it from now on. QWindow::isActive() is true as soon as the main window behind it is active.
        QTRY_COMPARE_WITH_TIMEOUT(QApplication::activeWindow(), m_window, kPatience);
    }
    void close() {
        m_window = nullptr;
        m_desk.reset();
    }
};
