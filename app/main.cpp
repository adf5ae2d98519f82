// The Studio: an application, its services, its window. The only file that sees everything.
#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTranslator>

#include <cstdio>

#include "app/backup/restore.h"
#include "app/services.h"
#include "app/settings/said_settings.h"
#include "app/settings/settings.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "ui/backup/backup_desk.h"
#include "ui/main_window.h"
#include "ui/size_desk.h"

namespace {

// Files share/ishowtts-studio/translations/ishowtts-studio_<language>.qm, and Qt's own for its dialogs.
void translate(QTranslator &ours, QTranslator &qt) {
    const QString folder = QString::fromStdString((engine::shippedDataFolder() / "translations").string());
    if (ours.load(QLocale(), QStringLiteral("ishowtts-studio"), QStringLiteral("_"), folder)) {
        QCoreApplication::installTranslator(&ours);
        if (qt.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
                    QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            QCoreApplication::installTranslator(&qt);
    }
}

// The size of the settings, unless the environment has said one to Qt. Qt looks at it once, when the
// application is made; a Studio that starts anew must not take it for the person's.
class SizeForQt {
public:
    SizeForQt() {
        const QJsonValue size =
            app::SaidSettings(app::Settings::standardFile(), QProcessEnvironment::systemEnvironment())
                .value(QStringLiteral("size"));
        if (size.isString())
            m_size = size.toString();
        const int percent = m_size.toInt();
        m_said = percent > 0 && qEnvironmentVariableIsEmpty(kVariable);
        if (m_said)
            qputenv(kVariable, QByteArray::number(percent / 100.0));
    }
    const QString &size() const { return m_size; } // as the setting has it
    void forget() const {
        if (m_said)
            qunsetenv(kVariable);
    }

private:
    static constexpr const char *kVariable = "QT_SCALE_FACTOR";
    QString m_size = QStringLiteral("system");
    bool m_said = false;
};

} // namespace

int main(int argc, char **argv) {
    const SizeForQt size;
    QApplication application(argc, argv);
    size.forget();
    QApplication::setApplicationName(QStringLiteral("ishowtts-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("iShowTTS Studio"));
    QApplication::setApplicationVersion(QStringLiteral(ISHOWTTS_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("ishowtts-studio"));

    try {
        QTranslator ours;
        QTranslator qt;
        translate(ours, qt);
        const app::backup::Places places = app::backup::Places::standard();
        const QString program = QApplication::applicationFilePath();
        int status = 0;
        bool again = false;
        {
            const app::backup::Entrance entrance = app::backup::enter(places); // before anything is read there
            app::Services services;
            services.logQtMessages();
            ui::MainWindow window(services);
            window.show();
            window.backups().tell(entrance);
            window.sizes().begunWith(size.size()); // a restore has just brought other settings
            services.start();
            status = QApplication::exec();
            again = window.wantsRestart();
        }
        if (again) // when nothing of this one uses the folders any more
            QProcess::startDetached(program, QApplication::arguments().mid(1));
        return status;
    } catch (const engine::Error &error) { // there is no folder to work in: nothing can be shown that would help more
        std::fprintf(stderr, "ishowtts-studio: %s\n  %s\n", error.what(), error.remedy().c_str());
        return error.kind() == engine::ErrorKind::BadInput ? 3 : 4;
    }
}
