// The screen of the off-screen platform, 800 × 800 px, is too small for the window at another size. A static object of
// this, made before the application, gives it another one.
#pragma once

#include <QFile>
#include <QTemporaryDir>

struct LargeScreen {
    LargeScreen(int width, int height) {
        if (qgetenv("QT_QPA_PLATFORM") != "offscreen")
            return;
        QFile file(m_folder.filePath(QStringLiteral("screens.json")));
        if (!file.open(QIODevice::WriteOnly))
            return;
        file.write(QStringLiteral(R"({"screens": [{"name": "large", "x": 0, "y": 0, "width": %1, "height": %2,)"
                                  R"( "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]})")
                       .arg(width)
                       .arg(height)
                       .toUtf8());
        qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + file.fileName().toUtf8());
    }

private:
    QTemporaryDir m_folder;
};
