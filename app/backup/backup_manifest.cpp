#include "app/backup/backup_manifest.h"

#include <algorithm>

#include "app/backup/backup_contents.h"
#include "app/backup/backup_words.h"
#include "engine/hex_digits.h"
#include "engine/json.h"

namespace app::backup {

namespace {

using engine::Json;

constexpr const char *kFormat = "ishowtts-backup";
constexpr std::size_t kMostModels = 10'000;

QString counted(const char *one, const char *several, std::int64_t count) {
    const int shown = int(std::min<std::int64_t>(count, 1'000'000'000));
    return count == 1 ? tr(one) : QCoreApplication::translate("backup", several, nullptr, shown);
}

engine::Error newer(const QString &file, const QString &program, const QString &what) {
    return engine::badInput(
        tr("The backup '%1' was made by a newer version of this program (%2): %3.")
            .arg(file, program, what)
            .toStdString(),
        tr("Install that version or a later one, then restore it. Nothing was changed.").toStdString());
}

engine::Error senseless(const QString &file, const QString &what) {
    return engine::badInput(
        tr("The list of what is in the backup '%1' makes no sense: %2.").arg(file, what).toStdString(),
        tr("Take another backup. Nothing was changed.").toStdString());
}

std::int64_t countIn(const Json &value) { // Error(BadInput) otherwise
    const std::int64_t count = value.isNull() ? 0 : value.integer();
    if (count < 0)
        throw engine::badInput("a count below 0", "-");
    return count;
}

void readSections(const Json &all, Manifest &manifest, const QString &file) {
    for (const auto &[name, summary] : all.object()) {
        const Section *known = findSection(name);
        const std::int64_t version = summary["version"].integer();
        const QString shown = QString::fromStdString(name).left(40);
        if (!known)
            throw newer(file, manifest.program, tr("it holds '%1', which this version does not know").arg(shown));
        if (version > known->version)
            throw newer(file, manifest.program, tr("its '%1' are of a later form").arg(shown));
        manifest.sections[name] = {int(version), countIn(summary["count"])};
    }
}

void readFiles(const Json &all, Manifest &manifest, const QString &file) {
    for (const Json &each : all.array()) {
        const ListedFile listed{each["name"].string(), each["bytes"].unsignedInteger(), each["sha256"].string()};
        const Section *section = sectionOf(listed.name);
        if (!section || !manifest.has(section->name) || !engine::isSha256(listed.sha256))
            throw senseless(file, tr("the entry '%1'").arg(QString::fromStdString(listed.name).left(80)));
        manifest.files.push_back(listed);
    }
}

} // namespace

std::uint64_t Manifest::bytes() const {
    std::uint64_t sum = 0;
    for (const ListedFile &file : files)
        sum += file.bytes;
    return sum;
}

QString Manifest::words() const {
    QStringList parts;
    const auto count = [this](const char *name) {
        const auto found = sections.find(name);
        return found == sections.end() ? 0 : found->second.count;
    };
    if (count("voices") > 0)
        parts << counted(QT_TRANSLATE_NOOP("backup", "1 voice"), QT_TRANSLATE_N_NOOP("backup", "%n voices"),
                         count("voices"));
    if (has("takes"))
        parts << (has("sound") ? counted(QT_TRANSLATE_NOOP("backup", "1 take with its sound"),
                                         QT_TRANSLATE_N_NOOP("backup", "%n takes with their sound"), count("takes"))
                               : counted(QT_TRANSLATE_NOOP("backup", "1 take without sound"),
                                         QT_TRANSLATE_N_NOOP("backup", "%n takes without sound"), count("takes")));
    if (soundsMissing > 0)
        parts << counted(QT_TRANSLATE_NOOP("backup", "1 sound missing"),
                         QT_TRANSLATE_N_NOOP("backup", "%n sounds missing"), soundsMissing);
    if (count("settings") > 0)
        parts << tr("settings");
    if (count("presets") > 0)
        parts << counted(QT_TRANSLATE_NOOP("backup", "1 preset"), QT_TRANSLATE_N_NOOP("backup", "%n presets"),
                         count("presets"));
    if (count("lexicon") > 0)
        parts << counted(QT_TRANSLATE_NOOP("backup", "1 lexicon entry"),
                         QT_TRANSLATE_N_NOOP("backup", "%n lexicon entries"), count("lexicon"));
    if (count("shortcuts") > 0)
        parts << tr("shortcuts");
    if (count("scripts") > 0)
        parts << counted(QT_TRANSLATE_NOOP("backup", "1 open script"), QT_TRANSLATE_N_NOOP("backup", "%n open scripts"),
                         count("scripts"));
    if (has("models"))
        parts << counted(QT_TRANSLATE_NOOP("backup", "1 model with its weights"),
                         QT_TRANSLATE_N_NOOP("backup", "%n models with their weights"), count("models"));
    return parts.join(tr(", "));
}

std::string toJson(const Manifest &manifest) {
    Json::Object sections;
    for (const auto &[name, summary] : manifest.sections)
        sections[name] = Json::Object{{"version", summary.version}, {"count", summary.count}};
    Json::Array files;
    for (const ListedFile &file : manifest.files)
        files.emplace_back(Json::Object{{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
    Json::Array models;
    for (const QString &model : manifest.models)
        models.emplace_back(model.toStdString());
    return Json(Json::Object{{"format", kFormat},
                             {"version", kBackupVersion},
                             {"program", manifest.program.toStdString()},
                             {"created", manifest.created.toUTC().toString(Qt::ISODate).toStdString()},
                             {"words", manifest.words().toStdString()},
                             {"sections", std::move(sections)},
                             {"sounds_missing", manifest.soundsMissing},
                             {"models", std::move(models)},
                             {"files", std::move(files)}})
               .dump(1) +
           "\n";
}

Manifest manifestFromJson(const std::string &json, const QString &file, std::size_t entries) {
    Manifest manifest;
    try {
        const Json all = Json::parse(json, kManifestName,
                                     {.bytes = json.size(), .depth = 8, .values = 2 * kMostModels + 5 * entries});
        if (!all["format"].isString() || all["format"].string() != kFormat)
            throw senseless(file, tr("it is no backup of this program"));
        manifest.program =
            all["program"].isString() ? QString::fromStdString(all["program"].string()).left(40) : QString();
        if (all["version"].integer() > kBackupVersion)
            throw newer(file, manifest.program, tr("it is of a later form"));
        manifest.created = QDateTime::fromString(QString::fromStdString(all["created"].string()), Qt::ISODate);
        if (!manifest.created.isValid())
            throw senseless(file, tr("its date"));
        readSections(all["sections"], manifest, file);
        readFiles(all["files"], manifest, file);
        manifest.soundsMissing = countIn(all["sounds_missing"]);
        if (all["models"].isArray() && all["models"].array().size() <= kMostModels) {
            for (const Json &model : all["models"].array())
                manifest.models << QString::fromStdString(model.string());
        }
    } catch (const engine::Error &error) {
        if (!error.remedy().empty() && QString::fromUtf8(error.what()).contains(file))
            throw;
        throw senseless(file, QString::fromUtf8(error.what()));
    }
    return manifest;
}

} // namespace app::backup
