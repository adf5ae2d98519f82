#include "app/script/whole_file.h"

#include <QFile>
#include <QFileInfo>

#include <filesystem>
#include <span>

#include "app/script/script_words.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::script {

bool isRegularFile(const QString &file) {
    return QFileInfo(file).isFile();
}

QByteArray readWhole(const QString &file, qint64 most) {
    const QFileInfo info(file);
    if (!info.exists())
        refuseFile(tr("There is no file “%1”.").arg(file),
                   tr("Was it moved or renamed? Look for it under another name."));
    if (!info.isFile())
        refuseFile(tr("“%1” is a folder or a device, not a file.").arg(file), tr("Choose a file."));
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        refuseFile(tr("“%1” cannot be read (%2).").arg(file, in.errorString()),
                   tr("Give yourself permission to read it, or choose another file."));
    const QByteArray bytes = in.read(most + 1);
    if (in.error() != QFileDevice::NoError)
        refuseFile(tr("“%1” cannot be read (%2).").arg(file, in.errorString()),
                   tr("Copy it to another disk and try again."));
    if (bytes.size() > most)
        refuseFile(tr("“%2” is too large: at most %L1 MB are read.").arg(double(most) / 1e6, 0, 'f', 0).arg(file),
                   tr("Cut it into several files."));
    return bytes;
}

void replaceWhole(const QString &file, const QByteArray &bytes) {
    engine::replaceFile(std::filesystem::path(QFile::encodeName(file).toStdString()),
                        {std::as_bytes(std::span(bytes.constData(), std::size_t(bytes.size())))});
}

Problem toProblem(const std::exception &error, const QString &detail) {
    if (const auto *known = dynamic_cast<const engine::Error *>(&error))
        return {QString::fromUtf8(known->what()), QString::fromStdString(known->remedy()), detail};
    return {tr("The file could not be handled."), tr("Close other programs to free memory and try again."),
            QStringLiteral("%1: %2").arg(detail, QString::fromUtf8(error.what()))};
}

} // namespace app::script
