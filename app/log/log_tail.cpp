#include "app/log/log_tail.h"

#include <QFile>

#include <algorithm>

#include "app/log/log_line.h"
#include "app/log/rotating_file.h"

namespace app::log {

QStringList lastLines(const std::filesystem::path &folder, int count) {
    QStringList lines;
    for (int number = 0; lines.size() < count; ++number) {
        QFile file(QFile::decodeName(logFile(folder, number).c_str()));
        if (!file.open(QIODevice::ReadOnly))
            break;
        const qint64 from = std::max<qint64>(0, file.size() - count * kLongestLine);
        if (!file.seek(from))
            break;
        QList<QByteArray> read = file.read(count * kLongestLine).split('\n');
        if (from > 0)
            read.removeFirst(); // begins within a line
        if (!read.isEmpty() && read.last().isEmpty())
            read.removeLast();
        QStringList these;
        for (qsizetype i = std::max<qsizetype>(0, read.size() - (count - lines.size())); i < read.size(); ++i)
            these << QString::fromUtf8(read[i]);
        lines = these + lines;
    }
    return lines;
}

} // namespace app::log
