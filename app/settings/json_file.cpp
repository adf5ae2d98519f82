#include "app/settings/json_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <exception>
#include <utility>

#include "app/storage/file_lock.h"

namespace app {
namespace {

using namespace std::chrono_literals;

QString say(const char *words) {
    return QCoreApplication::translate("settings", words);
}

QString placeOf(const QByteArray &text, qsizetype offset) { // as editors count
    const QByteArray before = text.left(offset);
    return say(QT_TRANSLATE_NOOP("settings", "line %1, column %2"))
        .arg(before.count('\n') + 1)
        .arg(QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size() + 1);
}

struct ParsedObject {
    std::optional<QJsonObject> object; // none when the text is no JSON object, or too long
    QString error;                     // where and what
};

ParsedObject parseObject(const QByteArray &text) {
    if (text.size() > kLongestJsonFile)
        return {{}, say(QT_TRANSLATE_NOOP("settings", "the file is longer than 16 MiB"))};
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return {{}, placeOf(text, error.offset) + QStringLiteral(": ") + error.errorString()};
    if (!document.isObject())
        return {{}, say(QT_TRANSLATE_NOOP("settings", "the file holds no JSON object"))};
    return {document.object(), {}};
}

struct Opened {
    std::optional<QJsonObject> object; // none: see `error`
    bool damaged = false;              // and not only unreadable
    QString error;
};

Opened open(const QString &file, const Objection &objection) {
    const QFileInfo info(file);
    if (!info.exists())
        return {QJsonObject(), false, {}};
    if (!info.isFile()) // a pipe would never end
        return {{}, false, say(QT_TRANSLATE_NOOP("settings", "It is no regular file."))};
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return {{}, false, in.errorString()};
    ParsedObject parsed = parseObject(in.read(kLongestJsonFile + 1));
    if (!parsed.object)
        return {{}, true, parsed.error};
    if (const QString wrong = objection ? objection(*parsed.object) : QString(); !wrong.isEmpty())
        return {{}, true, wrong};
    return {std::move(parsed.object), false, {}};
}

storage::FileLock lockFor(const QString &file) {
    return {QFile::encodeName(file + QStringLiteral(".lock")).toStdString(), storage::FileLock::Share::Exclusive, 2s};
}

QString nameForBroken(const QString &file) {
    QString name = file + QStringLiteral(".broken");
    for (int number = 2; QFile::exists(name); ++number)
        name = file + QStringLiteral(".broken-%1").arg(number);
    return name;
}

// Under the lock. The new name, or empty when the system refused.
QString moveAside(const QString &file) {
    const QString aside = nameForBroken(file);
    return QFile::rename(file, aside) ? aside : QString();
}

// Whole or not at all.
QString writeObject(const QString &file, const QJsonObject &object) {
    const QByteArray text = QJsonDocument(object).toJson();
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(text) == text.size() && out.commit())
        return {};
    qWarning("settings: %s: %s", qUtf8Printable(file), qUtf8Printable(out.errorString()));
    return out.errorString();
}

} // namespace

ReadObject readObject(const QString &file, const FileWords &words, const Objection &objection) {
    Opened opened = open(file, objection);
    QString aside;
    if (opened.damaged) {
        try {
            const storage::FileLock lock = lockFor(file);
            opened = open(file, objection); // another Studio may have put it right
            if (opened.damaged)
                aside = moveAside(file);
        } catch (const std::exception &) {
            aside.clear();
        }
    }
    if (opened.object)
        return {std::move(opened.object), {}, true};
    if (!opened.damaged)
        return {{},
                Problem{words.unreadable,
                        say(QT_TRANSLATE_NOOP("settings", "Make the file “%1” readable and start the Studio again; "
                                                          "until then nothing is saved."))
                            .arg(file),
                        opened.error},
                false};
    if (aside.isEmpty())
        return {
            {},
            Problem{words.stuck,
                    say(QT_TRANSLATE_NOOP("settings", "Repair or remove “%1”; until then nothing is saved.")).arg(file),
                    opened.error},
            false};
    return {{},
            Problem{words.damaged,
                    say(QT_TRANSLATE_NOOP("settings", "It was kept as “%1”: repair it and move it back, or leave it."))
                        .arg(aside),
                    opened.error},
            true};
}

QString changeObject(const QString &file, const std::function<void(QJsonObject &)> &apply,
                     const Objection &objection) try {
    const QString folder = QFileInfo(file).path();
    if (!QDir().mkpath(folder))
        return say(QT_TRANSLATE_NOOP("settings", "The folder “%1” cannot be made.")).arg(folder);
    const storage::FileLock lock = lockFor(file);
    Opened opened = open(file, objection);
    if (!opened.object && (!opened.damaged || moveAside(file).isEmpty()))
        return opened.error;
    QJsonObject object = opened.object.value_or(QJsonObject());
    apply(object);
    return writeObject(file, object);
} catch (const std::exception &error) {
    return QString::fromUtf8(error.what());
}

QString shortly(const QJsonValue &value) {
    const QJsonDocument document(value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()));
    const QString text = value.isString() ? u'"' + value.toString() + u'"'
                         : value.isArray() || value.isObject()
                             ? QString::fromUtf8(document.toJson(QJsonDocument::Compact))
                             : value.toVariant().toString();
    return value.isNull() ? QStringLiteral("null") : text.size() > 60 ? text.left(59) + u'…' : text;
}

} // namespace app
