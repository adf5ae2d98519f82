#include "app/settings/json_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <cerrno>
#include <span>
#include <utility>

#include "app/settings/settings_words.h"
#include "app/storage/file_lock.h"
#include "app/storage/storage_error.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app {
namespace {

using namespace std::chrono_literals;

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
    const QByteArray text = in.read(kLongestJsonFile + 1);
    if (in.error() != QFileDevice::NoError) // a disk that fails now is no reason to move a good file
        return {{}, false, in.errorString()};
    ParsedObject parsed = parseObject(text);
    if (!parsed.object)
        return {{}, true, parsed.error};
    if (const QString wrong = objection ? objection(*parsed.object) : QString(); !wrong.isEmpty())
        return {{}, true, wrong};
    return {std::move(parsed.object), false, {}};
}

storage::FileLock lockFor(const QString &file) {
    return {QFile::encodeName(file + QStringLiteral(".lock")).toStdString(), storage::FileLock::Share::Exclusive, 2s};
}

QString remedyWhenBusy(const QString &file) {
    return say(QT_TRANSLATE_NOOP("settings", "Another Studio is writing “%1”; it is tried again with the next change."))
        .arg(file);
}

QString nameForBroken(const QString &file) {
    QString name = file + QStringLiteral(".broken");
    for (int number = 2; QFile::exists(name); ++number)
        name = file + QStringLiteral(".broken-%1").arg(number);
    return name;
}

struct Refusal {
    QString error;  // what the system said; empty when all went well
    QString remedy; // what to do about it, where that is known better than in general
    bool diskFull = false;
};

// Whole or not at all.
Refusal writeObject(const QString &file, const QJsonObject &object) {
    const QByteArray text = QJsonDocument(object).toJson();
    try {
        engine::replaceFile(QFile::encodeName(file).toStdString(), {std::as_bytes(std::span(text))});
        return {};
    } catch (const engine::NoRoom &full) {
        qWarning("settings: %s: %s", qUtf8Printable(file), full.what());
        return {QString::fromUtf8(full.what()),
                say(QT_TRANSLATE_NOOP("settings", "Free some space; the next change tries again.")), true};
    } catch (const engine::Error &error) { // its advice is for files that may lie elsewhere
        qWarning("settings: %s: %s", qUtf8Printable(file), error.what());
        return {QString::fromUtf8(error.what()), {}};
    }
}

// Under the lock: the damaged file moves aside, and `object`, if there is one, is written in its place. Either both or
// nothing.
struct Replaced {
    QString aside; // the damaged file's new name; empty when the system refused
    Refusal refusal;
};

Replaced replaceDamaged(const QString &file, const std::optional<QJsonObject> &object) {
    const QString aside = nameForBroken(file);
    QFile damaged(file);
    if (!damaged.rename(aside))
        return {{}, {damaged.errorString(), {}}};
    const Refusal refusal = object ? writeObject(file, *object) : Refusal();
    if (refusal.error.isEmpty())
        return {aside, {}};
    if (!QFile::rename(aside, file))
        qWarning("settings: %s stays aside", qUtf8Printable(aside));
    return {{}, refusal};
}

Problem replacedProblem(const QString &what, const QString &aside, const QString &detail) {
    return {what,
            say(QT_TRANSLATE_NOOP("settings", "The damaged file was kept as “%1”, in case something in it is missed."))
                .arg(aside),
            detail};
}

ReadObject unreadable(const QString &file, const FileWords &words, const QString &error) {
    return {{},
            Problem{words.unreadable,
                    say(QT_TRANSLATE_NOOP("settings", "Make the file “%1” readable and start the Studio again; until "
                                                      "then nothing is saved."))
                        .arg(file),
                    error},
            false};
}

ReadObject stuck(const QString &file, const FileWords &words, const QString &error) {
    return {{},
            Problem{words.stuck,
                    say(QT_TRANSLATE_NOOP("settings", "Repair or remove “%1”; until then nothing is saved.")).arg(file),
                    error},
            false};
}

ReadObject readDamaged(const QString &file, const FileWords &words, const Objection &objection,
                       const QJsonObject &whole) try {
    const storage::FileLock lock = lockFor(file);
    Opened opened = open(file, objection); // another Studio may have put it right
    if (opened.object)
        return {std::move(opened.object), {}, true};
    if (!opened.damaged)
        return unreadable(file, words, opened.error);
    const std::optional<QJsonObject> instead = whole.isEmpty() ? std::nullopt : std::optional(whole);
    const Replaced replaced = replaceDamaged(file, instead);
    if (replaced.aside.isEmpty())
        return stuck(file, words, opened.error);
    if (instead)
        return {instead, replacedProblem(words.replaced, replaced.aside, opened.error), true};
    return {{},
            Problem{words.damaged,
                    say(QT_TRANSLATE_NOOP("settings", "It was kept as “%1”: repair it and move it back, or leave it."))
                        .arg(replaced.aside),
                    opened.error},
            true};
} catch (const storage::Error &error) {
    if (error.trouble() != storage::Trouble::Busy)
        return stuck(file, words, error.problem().what);
    Opened opened = open(file, objection);
    if (opened.object)
        return {std::move(opened.object), {}, true};
    return {{}, Problem{words.unreadable, remedyWhenBusy(file), error.problem().what}, true};
}

} // namespace

std::optional<QJsonObject> lookAtObject(const QString &file) {
    return open(file, {}).object;
}

ReadObject readObject(const QString &file, const FileWords &words, const Objection &objection,
                      const QJsonObject &whole) {
    Opened opened = open(file, objection);
    if (opened.object)
        return {std::move(opened.object), {}, true};
    return opened.damaged ? readDamaged(file, words, objection, whole) : unreadable(file, words, opened.error);
}

ChangedObject changeObject(const QString &file, const FileWords &words, const QJsonObject &whole,
                           const std::function<void(QJsonObject &)> &apply, const Objection &objection) {
    const QString remedy =
        say(QT_TRANSLATE_NOOP("settings", "Check that “%1” is writable and the disk is not full; the next change tries "
                                          "again."))
            .arg(file);
    try {
        const QString folder = QFileInfo(file).path();
        if (!QDir().mkpath(folder)) {
            const bool full = errno == ENOSPC || errno == EDQUOT;
            return {
                say(QT_TRANSLATE_NOOP("settings", "The folder “%1” cannot be made.")).arg(folder), remedy, {}, full};
        }
        const storage::FileLock lock = lockFor(file);
        const Opened opened = open(file, objection);
        if (!opened.object && !opened.damaged)
            return {opened.error, remedy, {}};
        QJsonObject object = opened.object.value_or(whole);
        apply(object);
        const auto refused = [&](const Refusal &why) {
            return ChangedObject{why.error, why.remedy.isEmpty() ? remedy : why.remedy, {}, why.diskFull};
        };
        if (opened.object)
            return refused(writeObject(file, object));
        const Replaced replaced = replaceDamaged(file, object);
        if (replaced.aside.isEmpty())
            return refused(replaced.refusal);
        return {{}, {}, replacedProblem(words.replaced, replaced.aside, opened.error)};
    } catch (const storage::Error &error) {
        const bool busy = error.trouble() == storage::Trouble::Busy;
        return {
            error.problem().what, busy ? remedyWhenBusy(file) : remedy, {}, error.trouble() == storage::Trouble::Full};
    }
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
