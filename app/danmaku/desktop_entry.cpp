#include "app/danmaku/desktop_entry.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace app::danmaku {

namespace {

const QByteArray kOurs = "X-iShowTTS-Written=true\n";
constexpr qint64 kMost = 64 * 1024; // bytes

// As one argument: quoted, and then as a string of the file.
QString execOf(const QString &program) {
    QString quoted;
    for (const QChar c : program) {
        if (c == u'\\')
            quoted += QLatin1String("\\\\\\\\");
        else if (c == u'"' || c == u'`' || c == u'$')
            quoted += QLatin1String("\\\\") + c;
        else if (c == u'%')
            quoted += QLatin1String("%%");
        else
            quoted += c;
    }
    return u'"' + quoted + u'"';
}

} // namespace

bool giveDesktopEntry(const QString &id, const QString &program) {
    const QString name = id + QLatin1String(".desktop");
    const QString own = QStandardPaths::writableLocation(QStandardPaths::ApplicationsLocation) + u'/' + name;
    const QString known = QStandardPaths::locate(QStandardPaths::ApplicationsLocation, name);
    if (!known.isEmpty() && known != own)
        return true;
    if (program.contains(u'\n'))
        return false;
    const QByteArray text =
        QStringLiteral("[Desktop Entry]\nType=Application\nName=iShowTTS Studio\nExec=%1\nNoDisplay=true\n")
            .arg(execOf(program))
            .toUtf8() +
        kOurs;
    if (QFile file(own); file.open(QIODevice::ReadOnly))
        if (const QByteArray kept = file.read(kMost); kept == text || !kept.contains(kOurs))
            return true;
    QDir().mkpath(QFileInfo(own).path());
    QSaveFile file(own);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
}

} // namespace app::danmaku
