#include "app/log/system_facts.h"

#include <QCoreApplication>
#include <QFile>
#include <QLocale>
#include <QSysInfo>

#include <sched.h>
#include <unistd.h>

namespace app::log {

namespace {

// What follows "Name:" (or "Name\t:") in a file of such lines; empty when there is no such line.
QString valueIn(const QString &fileName, const QByteArray &name) {
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    for (QByteArray line = file.readLine(4096); !line.isEmpty(); line = file.readLine(4096)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).trimmed() == name)
            return QString::fromUtf8(line.mid(colon + 1).trimmed());
    }
    return {};
}

QString sizeIn(const QString &fileName, const QByteArray &name) { // the files say kB and mean KiB
    const qint64 kilobytes = valueIn(fileName, name).section(u' ', 0, 0).toLongLong();
    return kilobytes > 0 ? QLocale::c().formattedDataSize(kilobytes * 1024, 1, QLocale::DataSizeSIFormat)
                         : QStringLiteral("unknown");
}

} // namespace

QString programFacts() {
    return QStringLiteral("%1, %2, Qt %3, LibTorch %4")
        .arg(QStringLiteral(ISHOWTTS_VERSION), QStringLiteral(BUILD_TYPE), QString::fromLatin1(qVersion()),
             QStringLiteral(LIBTORCH_VERSION));
}

QString systemFacts() {
    return QStringLiteral("%1, %2 %3, %4")
        .arg(QSysInfo::prettyProductName(), QSysInfo::kernelType(), QSysInfo::kernelVersion(),
             QSysInfo::currentCpuArchitecture());
}

QString processorFacts() {
    const QString model = valueIn(QStringLiteral("/proc/cpuinfo"), "model name");
    cpu_set_t usable;
    CPU_ZERO(&usable);
    const int count = ::sched_getaffinity(0, sizeof usable, &usable) == 0 ? CPU_COUNT(&usable) : 0;
    return QStringLiteral("%1, %2 logical CPUs, %3 of them usable")
        .arg(model.isEmpty() ? QStringLiteral("unknown model") : model)
        .arg(::sysconf(_SC_NPROCESSORS_ONLN))
        .arg(count);
}

QString memoryFacts() {
    const QString machine = QStringLiteral("/proc/meminfo");
    const QString program = QStringLiteral("/proc/self/status");
    return QStringLiteral("%1, %2 of it free; this program has %3, had %4 at most")
        .arg(sizeIn(machine, "MemTotal"), sizeIn(machine, "MemAvailable"), sizeIn(program, "VmRSS"),
             sizeIn(program, "VmHWM"));
}

} // namespace app::log
