// The whole Studio with settings of its own: real services, the shipped voices and the demo model, unless other data
// folders are given.
#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <memory>
#include <vector>

#include "app/services.h"
#include "ui/main_window.h"

class StudioDesk {
public:
    using Roots = std::vector<std::filesystem::path>;

    static std::filesystem::path shipped() { return PROGRAM_FOLDER "/../share/ishowtts-studio"; }

    explicit StudioDesk(const Roots &roots = {})
        : services({m_folder.filePath(QStringLiteral("settings.json")),
                    roots.empty() ? Roots{m_folder.path().toStdString(), shipped()} : roots}),
          window(std::make_unique<ui::MainWindow>(services)) {
        window->showNormal(); // whatever the size of the screen that there is not
        services.start();
    }

    QString file(const QString &name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;

public:
    app::Services services;
    std::unique_ptr<ui::MainWindow> window;
};
