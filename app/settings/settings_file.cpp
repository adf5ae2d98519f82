#include "app/settings/settings_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <optional>

#include "app/settings/setting_table.h"

namespace app {
namespace {

constexpr qint64 kLongestFile = 16 << 20; // bytes; ours has some kilobytes

QString say(const char *words) {
    return QCoreApplication::translate("settings", words);
}

// Beside the file, with a number when earlier broken ones are still there: nothing a person wrote is overwritten.
QString nameForBroken(const QString &file) {
    QString name = file + QStringLiteral(".broken");
    for (int number = 2; QFile::exists(name); ++number)
        name = file + QStringLiteral(".broken-%1").arg(number);
    return name;
}

QString placeOf(const QByteArray &text, qsizetype offset) { // as editors count
    const QByteArray before = text.left(offset);
    return say(QT_TRANSLATE_NOOP("settings", "line %1, column %2"))
        .arg(before.count('\n') + 1)
        .arg(QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size() + 1);
}

struct Parsed {
    std::optional<QJsonObject> object;
    QString error;
};

Parsed parse(const QByteArray &text) {
    if (text.size() > kLongestFile)
        return {{}, say(QT_TRANSLATE_NOOP("settings", "the file is longer than 16 MiB"))};
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        return {{}, placeOf(text, error.offset) + QStringLiteral(": ") + error.errorString()};
    if (!document.isObject())
        return {{}, say(QT_TRANSLATE_NOOP("settings", "the file holds no JSON object"))};
    return {document.object(), {}};
}

QString shortly(const QJsonValue &value) {
    const QJsonDocument document(value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()));
    const QString text = value.isString() ? u'"' + value.toString() + u'"'
                         : value.isArray() || value.isObject()
                             ? QString::fromUtf8(document.toJson(QJsonDocument::Compact))
                             : value.toVariant().toString();
    return value.isNull() ? QStringLiteral("null") : text.size() > 60 ? text.left(59) + u'…' : text;
}

bool isOfTheWindow(const QString &key) { // written by ourselves and not for people
    return key == u"lastText" || key.startsWith(u"geometry.") || key.startsWith(u"state.");
}

QList<SettingsChange> broughtIntoSections(QJsonObject &sections) {
    QList<SettingsChange> changes;
    const auto bring = [&](const QString &from, const QString &section, const QString &key) {
        if (!sections.value(section).toObject().contains(key))
            changes << SettingsChange{section, key, sections.value(from)};
        changes << SettingsChange{{}, from, QJsonValue(QJsonValue::Undefined)};
    };
    for (const Setting &setting : settingTable()) {
        if (sections.contains(setting.id) && setting.id != setting.section)
            bring(setting.id, setting.section, setting.key);
    }
    for (const QString &key : sections.keys()) {
        if (isOfTheWindow(key))
            bring(key, QStringLiteral("window"), key);
    }
    for (const SettingsChange &change : changes)
        apply(sections, change);
    return changes;
}

std::optional<Problem> senseless(const QJsonObject &sections, const QString &file) {
    QStringList lines;
    for (const Setting &setting : settingTable()) {
        const QJsonValue value = sections.value(setting.section).toObject().value(setting.key);
        if (!value.isUndefined() && !setting.accepts(value))
            lines << say(QT_TRANSLATE_NOOP("settings", "%1 is %2; it must be %3."))
                         .arg(setting.path(), shortly(value), setting.allowed());
    }
    if (lines.isEmpty())
        return {};
    return Problem{lines.size() == 1
                       ? say(QT_TRANSLATE_NOOP("settings", "A setting makes no sense, so its default is used. %1"))
                             .arg(lines.first())
                       : say(QT_TRANSLATE_NOOP("settings", "%1 settings make no sense, so their defaults are used."))
                             .arg(lines.size()),
                   say(QT_TRANSLATE_NOOP("settings", "Choose them anew in Settings, or correct “%1”.")).arg(file),
                   lines.join(u'\n')};
}

} // namespace

void apply(QJsonObject &sections, const SettingsChange &change) {
    if (change.section.isEmpty()) {
        sections.remove(change.key);
        return;
    }
    QJsonObject section = sections.value(change.section).toObject();
    if (change.value.isUndefined())
        section.remove(change.key);
    else
        section.insert(change.key, change.value);
    if (section.isEmpty())
        sections.remove(change.section);
    else
        sections.insert(change.section, section);
}

SettingsFile readSettings(const QString &file) {
    SettingsFile result;
    QFile in(file);
    if (!in.exists())
        return result;
    if (!in.open(QIODevice::ReadOnly)) {
        result.mayWrite = false;
        result.problems << Problem{
            say(QT_TRANSLATE_NOOP("settings", "The settings could not be read, so the defaults are used.")),
            say(QT_TRANSLATE_NOOP(
                    "settings", "Make the file “%1” readable and start the Studio again; until then nothing is saved."))
                .arg(file),
            in.errorString()};
        return result;
    }
    const Parsed parsed = parse(in.read(kLongestFile + 1));
    in.close();
    if (parsed.object) {
        result.sections = *parsed.object;
        result.brought = broughtIntoSections(result.sections);
        if (const auto problem = senseless(result.sections, file))
            result.problems << *problem;
        return result;
    }
    const QString aside = nameForBroken(file);
    result.mayWrite = QFile::rename(file, aside);
    result.problems
        << (result.mayWrite
                ? Problem{say(QT_TRANSLATE_NOOP("settings",
                                                "The settings file was damaged, so the defaults are used.")),
                          say(QT_TRANSLATE_NOOP("settings",
                                                "It was kept as “%1”: repair it and move it back, or leave it."))
                              .arg(aside),
                          parsed.error}
                : Problem{say(QT_TRANSLATE_NOOP(
                              "settings",
                              "The settings file is damaged and cannot be moved aside, so the defaults are used.")),
                          say(QT_TRANSLATE_NOOP("settings", "Repair or remove “%1”; until then nothing is saved."))
                              .arg(file),
                          parsed.error});
    return result;
}

QString writeSettings(const QString &file, const QList<SettingsChange> &changes) {
    const QFileInfo info(file);
    if (!QDir().mkpath(info.path()))
        return say(QT_TRANSLATE_NOOP("settings", "The folder “%1” cannot be made.")).arg(info.path());
    QJsonObject sections;
    if (QFile in(file); in.exists()) {
        if (!in.open(QIODevice::ReadOnly))
            return in.errorString();
        const Parsed parsed = parse(in.read(kLongestFile + 1));
        in.close();
        if (!parsed.object && !QFile::rename(file, nameForBroken(file))) // somebody damaged it while we ran
            return parsed.error;
        sections = parsed.object.value_or(QJsonObject());
    }
    for (const SettingsChange &change : changes)
        apply(sections, change);
    const QByteArray text = QJsonDocument(sections).toJson();
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(text) == text.size() && out.commit())
        return {};
    qWarning("settings: %s: %s", qUtf8Printable(file), qUtf8Printable(out.errorString()));
    return out.errorString();
}

} // namespace app
