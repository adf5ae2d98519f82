#include "app/settings/shortcut_file.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace app {
namespace {

const QString kShortcuts = QStringLiteral("shortcuts");
const QString kVersion = QStringLiteral("version");
constexpr qsizetype kLongestKeys = 60;   // characters, "Ctrl+Alt+Shift+Meta+Media Toggle Play/Pause"
constexpr qsizetype kLongestId = 200;    // characters; a preset's name is in its id
constexpr qsizetype kMostActions = 1000; // with those of other versions

QString sayOfKeys(const char *words, int count = -1) {
    return QCoreApplication::translate("shortcuts", words, nullptr, count);
}

QString objectionToTop(const QJsonObject &top) {
    const QJsonValue entries = top.value(kShortcuts);
    return entries.isUndefined() || entries.isObject()
               ? QString()
               : sayOfKeys(QT_TRANSLATE_NOOP("shortcuts", "“shortcuts” is %1, not an object")).arg(shortly(entries));
}

std::optional<QStringList> keysIn(const QJsonValue &entry) {
    const QJsonArray list = entry.toArray();
    QStringList keys;
    for (const QJsonValue &each : list)
        keys << each.toString();
    const bool sensible =
        entry.isArray() && list.size() <= kMostKeys && std::all_of(keys.begin(), keys.end(), [](const QString &each) {
            return !each.isEmpty() && each.size() <= kLongestKeys;
        });
    return sensible ? std::optional(keys) : std::nullopt;
}

ShortcutFile checked(const QJsonObject &entries, const QString &file) {
    ShortcutFile result;
    result.read = true;
    QStringList lines;
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        const auto keys = keysIn(entry.value());
        if (keys && entry.key().size() <= kLongestId && result.keys.size() < kMostActions)
            result.keys.insert(entry.key(), *keys);
        else
            lines << sayOfKeys(QT_TRANSLATE_NOOP("shortcuts", "%1: it is %2, not a list of at most %3 keys."))
                         .arg(entry.key().left(60), shortly(entry.value()))
                         .arg(kMostKeys);
    }
    if (!lines.isEmpty())
        result.problem =
            Problem{lines.size() == 1
                        ? sayOfKeys(QT_TRANSLATE_NOOP("shortcuts", "A shortcut makes no sense and is left out. %1"))
                              .arg(lines.first())
                        : sayOfKeys(QT_TRANSLATE_N_NOOP("shortcuts", "%Ln shortcuts make no sense and are left out."),
                                    int(lines.size())),
                    sayOfKeys(QT_TRANSLATE_NOOP("shortcuts", "Correct “%1”, or choose the keys anew.")).arg(file),
                    lines.mid(0, 100).join(u'\n')};
    return result;
}

FileWords words() {
    return {sayOfKeys(QT_TRANSLATE_NOOP("shortcuts", "Your keyboard shortcuts could not be read.")),
            sayOfKeys(QT_TRANSLATE_NOOP("shortcuts", "The file of your keyboard shortcuts was damaged.")),
            sayOfKeys(QT_TRANSLATE_NOOP(
                "shortcuts",
                "The file of your keyboard shortcuts was damaged, and was written anew with the present ones.")),
            sayOfKeys(QT_TRANSLATE_NOOP("shortcuts",
                                        "The file of your keyboard shortcuts is damaged and cannot be moved aside."))};
}

} // namespace

ShortcutFile readShortcuts(const QString &file, const QJsonObject &whole) {
    const ReadObject read = readObject(file, words(), objectionToTop, whole);
    ShortcutFile result;
    if (read.object)
        result = checked(read.object->value(kShortcuts).toObject(), file);
    if (read.problem)
        result.problem = read.problem;
    return result;
}

ChangedObject writeShortcuts(const QString &file, const QList<ShortcutChange> &changes, const QJsonObject &whole) {
    const auto applyAll = [&](QJsonObject &top) {
        QJsonObject entries = top.value(kShortcuts).toObject();
        for (const ShortcutChange &change : changes) {
            if (change.keys)
                entries.insert(change.action, QJsonArray::fromStringList(*change.keys));
            else
                entries.remove(change.action);
        }
        top.insert(kShortcuts, entries);
        if (!top.contains(kVersion))
            top.insert(kVersion, 1);
    };
    return changeObject(file, words(), whole, applyAll, objectionToTop);
}

QJsonObject fileOf(const QMap<QString, QStringList> &keys) {
    QJsonObject entries;
    for (auto each = keys.begin(); each != keys.end(); ++each)
        entries.insert(each.key(), QJsonArray::fromStringList(each.value()));
    return entries.isEmpty() ? entries : QJsonObject{{kVersion, 1}, {kShortcuts, entries}};
}

void apply(QMap<QString, QStringList> &keys, const ShortcutChange &change) {
    if (change.keys)
        keys.insert(change.action, *change.keys);
    else
        keys.remove(change.action);
}

} // namespace app
