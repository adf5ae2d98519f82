#include "app/lexicons/lexicon_shelf.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonValue>
#include <QStringList>

#include <utility>

#include "app/storage/storage_error.h"
#include "app/voices/voice_folders.h"
#include "engine/error.h"
#include "engine/json.h"
#include "engine/text/lexicon_file.h"

namespace app::lexicons {

namespace fs = std::filesystem;

namespace {

using engine::Json;
using engine::text::LexiconEntry;

QString say(const char *words, int count = -1) {
    return QCoreApplication::translate("lexicons", words, nullptr, count);
}

QString nameOf(const fs::path &file) {
    return QFile::decodeName(file.c_str());
}

FileWords words() {
    return {say(QT_TRANSLATE_NOOP("lexicons", "A lexicon could not be read.")),
            say(QT_TRANSLATE_NOOP("lexicons", "The file of a lexicon was damaged.")),
            say(QT_TRANSLATE_NOOP("lexicons",
                                  "The file of a lexicon was damaged, and was written anew with the present entries.")),
            say(QT_TRANSLATE_NOOP("lexicons", "The file of a lexicon is damaged and cannot be moved aside."))};
}

QString objectionTo(const QJsonObject &top) {
    const QJsonValue entries = top.value(QStringLiteral("entries"));
    return entries.isUndefined() || entries.isArray()
               ? QString()
               : say(QT_TRANSLATE_NOOP("lexicons", "“entries” is %1, not a list")).arg(shortly(entries));
}

Json jsonOf(const QJsonObject &object) {
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return Json::parse(std::string_view(text.constData(), std::size_t(text.size())), engine::text::kLexiconFile,
                       engine::text::kLexiconLimits);
}

QJsonObject qtObjectOf(const Json::Object &object) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(Json(object).dump())).object();
}

QJsonObject qtObjectOf(const LexiconEntry &entry) {
    QJsonObject object;
    if (!entry.others.empty())
        object = QJsonDocument::fromJson(QByteArray::fromStdString(entry.others)).object();
    object.insert(QStringLiteral("kind"), QString::fromStdString(engine::text::toString(entry.kind)));
    object.insert(QStringLiteral("from"), QString::fromStdString(entry.from));
    object.insert(QStringLiteral("to"), QString::fromStdString(entry.to));
    object.insert(QStringLiteral("case"), entry.matchCase);
    object.insert(QStringLiteral("wholeWord"), entry.wholeWord);
    object.insert(QStringLiteral("enabled"), entry.enabled);
    if (!entry.note.empty())
        object.insert(QStringLiteral("note"), QString::fromStdString(entry.note));
    return object;
}

Problem notUnderstood(const std::vector<std::string> &problems, const fs::path &file) {
    QStringList lines;
    for (std::size_t i = 0; i < problems.size() && i < 100; ++i)
        lines << QString::fromStdString(problems[i]);
    return {say(QT_TRANSLATE_N_NOOP("lexicons", "%Ln entries of a lexicon make no sense and are left out."),
                int(problems.size())),
            say(QT_TRANSLATE_NOOP("lexicons", "Correct “%1”; what stands there stays.")).arg(nameOf(file)),
            lines.join(u'\n')};
}

} // namespace

LexiconShelf::LexiconShelf(fs::path dataFolder, std::vector<fs::path> roots)
    : m_dataFolder(std::move(dataFolder)), m_roots(std::move(roots)) {}

fs::path LexiconShelf::fileOf(const QString &voice) const {
    if (voice.isEmpty())
        return m_dataFolder / engine::text::kLexiconFile;
    const std::string id = voice.toStdString();
    std::error_code ignored;
    for (const fs::path &root : m_roots) {
        if (fs::exists(root / "voices" / id / "voice.json", ignored))
            return root / "voices" / id / engine::text::kLexiconFile;
    }
    return (m_roots.empty() ? m_dataFolder : m_roots.front()) / "voices" / id / engine::text::kLexiconFile;
}

KeptLexicon LexiconShelf::read(const QString &voice, const QJsonObject &whole) const {
    const fs::path file = fileOf(voice);
    const ReadObject read = readObject(nameOf(file), words(), objectionTo, whole);
    KeptLexicon kept{read.object.has_value(), {}, read.problem};
    if (!read.object)
        return kept;
    try {
        engine::text::LexiconContent content =
            engine::text::lexiconIn(jsonOf(*read.object), nameOf(file).toStdString());
        kept.entries = std::move(content.entries);
        if (!content.problems.empty() && !kept.problem)
            kept.problem = notUnderstood(content.problems, file);
    } catch (const engine::Error &error) { // deeper or larger than any lexicon
        kept.read = false;
        kept.problem =
            Problem{words().unreadable, QString::fromStdString(error.remedy()), QString::fromStdString(error.what())};
    }
    return kept;
}

ChangedObject LexiconShelf::write(const QString &voice, const QList<LexiconChange> &changes,
                                  const QJsonObject &whole) const {
    if (voice.isEmpty())
        return writeFile(fileOf(voice), changes, whole);
    try {
        voices::VoiceFolders folders(m_roots);
        folders.makeOwn(voice);
        ChangedObject changed;
        folders.atRest([&] { // nobody copies the voice meanwhile
            const fs::path file = m_roots.front() / "voices" / voice.toStdString() / engine::text::kLexiconFile;
            changed = writeFile(file, changes, whole);
            std::error_code ignored; // who else writes it waits for the voices' lock
            fs::remove(file.parent_path() / (std::string(engine::text::kLexiconFile) + ".lock"), ignored);
        });
        return changed;
    } catch (const storage::Error &error) {
        return {error.problem().what, error.problem().remedy, {}, error.trouble() == storage::Trouble::Full};
    }
}

ChangedObject LexiconShelf::writeFile(const fs::path &file, const QList<LexiconChange> &changes,
                                      const QJsonObject &whole) const {
    QString refusal;
    const auto applyAll = [&](QJsonObject &top) {
        try {
            Json::Object json = jsonOf(top).object();
            for (const LexiconChange &change : changes)
                applyChange(json, change);
            top = qtObjectOf(json);
        } catch (const engine::Error &error) {
            refusal = QString::fromStdString(error.what());
        }
    };
    ChangedObject changed = changeObject(nameOf(file), words(), whole, applyAll, objectionTo);
    if (!refusal.isEmpty())
        return {refusal, say(QT_TRANSLATE_NOOP("lexicons", "Correct “%1”.")).arg(nameOf(file)), {}};
    return changed;
}

QString voiceOf(const QString &address) {
    return address.section(u':', 0, 0);
}

QJsonObject fileOf(const std::vector<LexiconEntry> &entries) {
    if (entries.empty())
        return {};
    QJsonArray array;
    for (const LexiconEntry &entry : entries) // as engine::text::asJson(), without the way through text
        array.append(qtObjectOf(entry));
    return {{QStringLiteral("version"), 1}, {QStringLiteral("entries"), array}};
}

} // namespace app::lexicons
