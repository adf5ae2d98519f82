#include "app/models/licence_book.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include "app/models/model_folders.h"
#include "app/models/models_words.h"
#include "app/settings/json_file.h"
#include "engine/error.h"

namespace app::models {

namespace {

const QString kAccepted = QStringLiteral("accepted");

FileWords words() {
    return {say(QT_TRANSLATE_NOOP("models", "The list of accepted licences could not be read.")),
            say(QT_TRANSLATE_NOOP("models", "The list of accepted licences was damaged and moved aside.")),
            say(QT_TRANSLATE_NOOP("models", "The list of accepted licences was damaged and begins anew.")),
            say(QT_TRANSLATE_NOOP("models", "The list of accepted licences is damaged."))};
}

bool isOf(const QJsonValue &one, const CatalogueEntry &entry) {
    return one.toObject()[QStringLiteral("model")].toString().toStdString() == entry.id;
}

} // namespace

LicenceBook::LicenceBook(const std::filesystem::path &dataFolder)
    : m_file(QFile::decodeName((dataFolder / "accepted-licences.json").c_str())) {}

std::optional<QDateTime> LicenceBook::accepted(const CatalogueEntry &entry) const {
    const ReadObject read = readObject(m_file, words());
    if (!read.object)
        return {};
    for (const auto &value : read.object->value(kAccepted).toArray()) {
        const QJsonObject one = value.toObject();
        if (isOf(value, entry) && one[QStringLiteral("sha256")].toString() == entry.licenceHash())
            return QDateTime::fromString(one[QStringLiteral("date")].toString(), Qt::ISODate);
    }
    return {};
}

QDateTime LicenceBook::accept(const CatalogueEntry &entry) {
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    makeFolder(QFile::encodeName(QFileInfo(m_file).path()).toStdString());
    const ChangedObject changed = changeObject(m_file, words(), {}, [&](QJsonObject &all) {
        QJsonArray list = all[kAccepted].toArray();
        list.append(QJsonObject{{QStringLiteral("model"), QString::fromStdString(entry.id)},
                                {QStringLiteral("licence"), entry.licence},
                                {QStringLiteral("sha256"), entry.licenceHash()},
                                {QStringLiteral("date"), now}});
        all[kAccepted] = list;
    });
    if (!changed.error.isEmpty())
        throw engine::failure(
            say(QT_TRANSLATE_NOOP("models", "That you accept the licence could not be written down: %1."))
                .arg(changed.error)
                .toStdString(),
            changed.remedy.toStdString());
    return QDateTime::fromString(now, Qt::ISODate);
}

bool LicenceBook::withdraw(const CatalogueEntry &entry) {
    bool was = false;
    const ReadObject read = readObject(m_file, words());
    for (const auto &value : read.object ? read.object->value(kAccepted).toArray() : QJsonArray())
        was = was || isOf(value, entry);
    if (!was)
        return false;
    const ChangedObject changed = changeObject(m_file, words(), {}, [&](QJsonObject &all) {
        QJsonArray kept;
        for (const auto &value : all[kAccepted].toArray()) {
            if (!isOf(value, entry))
                kept.append(value);
        }
        all[kAccepted] = kept;
    });
    if (!changed.error.isEmpty())
        throw engine::failure(
            say(QT_TRANSLATE_NOOP("models", "That you no longer accept the licence could not be written down: %1."))
                .arg(changed.error)
                .toStdString(),
            changed.remedy.toStdString());
    return true;
}

} // namespace app::models
