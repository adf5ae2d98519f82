// The Studio: an application, its services, its window. The only file that sees everything.
#include <QApplication>

#include "app/services.h"
#include "ui/main_window.h"

int main(int argc, char **argv) {
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("ishowtts-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("iShowTTS Studio"));
    QApplication::setApplicationVersion(QStringLiteral(ISHOWTTS_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("ishowtts-studio"));

    app::Services services;
    ui::MainWindow window(services);
    window.show();
    services.start();
    return QApplication::exec();
}
