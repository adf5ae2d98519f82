#include "app/voices/foreign_voices.h"

#include <QDir>
#include <QFileInfo>

#include <optional>
#include <string>
#include <string_view>

#include "app/storage/storage_error.h"
#include "app/voices/list_file.h"
#include "app/voices/voices_words.h"
#include "engine/error.h"
#include "engine/json.h"

namespace app::voices {

namespace {

constexpr std::size_t kLongestJson = 1 << 20; // bytes
constexpr int kMostVoices = 1000;
constexpr int kLongestText = 10'000; // characters; what a voice may hold is checked when it is made

storage::Error refused(const QString &what, const QString &remedy, const QString &detail = {}) {
    return {storage::Trouble::BadInput, {what, remedy, detail}};
}

// What one entry of a list says; a value of another kind than text is a reason to refuse the voice.
struct Entry {
    QString name;
    std::optional<QString> audio;
    std::optional<QString> transcript;
    std::optional<QString> language;
    QStringList wrong; // keys
};

class Gathering {
public:
    explicit Gathering(const QString &file) : m_folder(QFileInfo(file).absoluteDir()) {}

    void add(const Entry &entry, bool overrides = false) {
        const QString name = shownText(entry.name.simplified());
        if (m_found.voices.size() + m_found.refused.size() >= kMostVoices)
            throw refused(Said::tr("The file lists more than %1 voices.").arg(kMostVoices),
                          Said::tr("Split it into several files."));
        if (name.isEmpty())
            return refuse(Said::tr("a voice without a name"), Said::tr("It has no name."), Said::tr("Give it one."));
        if (!entry.wrong.isEmpty())
            return refuse(name, Said::tr("'%1' is no text.").arg(entry.wrong.join(QStringLiteral("', '"))),
                          Said::tr("Write it in quotes."));
        const QString audio = entry.audio.value_or(QString());
        const QString transcript = entry.transcript.value_or(QString()).trimmed();
        if (audio.isEmpty() && !(overrides && !transcript.isEmpty()))
            return refuse(name, Said::tr("It names no sound file."), Said::tr("Name its recording."));
        if (transcript.isEmpty() && !overrides)
            return refuse(name, Said::tr("It has no transcript."),
                          Said::tr("Write there what the recording says, word for word, and import it again."));
        if (transcript.size() > kLongestText || audio.size() > kLongestText)
            return refuse(name, Said::tr("Its texts are too long."), Said::tr("Shorten them."));
        m_found.voices << ForeignVoice{name, audio.isEmpty() ? QString() : pathOf(audio), transcript,
                                       entry.language.value_or(QString()).trimmed(), overrides};
    }

    void refuse(const QString &name, const QString &what, const QString &remedy) {
        m_found.refused << RefusedVoice{name, {what, remedy, {}}};
    }

    ForeignVoices take(const QString &kind) {
        m_found.kind = kind;
        return std::move(m_found);
    }

private:
    QString pathOf(const QString &written) const { return QDir::cleanPath(m_folder.absoluteFilePath(written)); }

    const QDir m_folder;
    ForeignVoices m_found;
};

std::optional<QString> textUnder(const toml::table &table, std::string_view key, QStringList &wrong) {
    const toml::node *node = table.get(key);
    if (!node)
        return {};
    if (const auto *text = node->as_string())
        return fromToml(text->get());
    wrong << fromToml(key);
    return {};
}

void addF5(const toml::table &table, const QString &name, Gathering &gathering) {
    Entry entry;
    entry.name = name;
    entry.audio = textUnder(table, "ref_audio", entry.wrong);
    entry.transcript = textUnder(table, "ref_text", entry.wrong);
    gathering.add(entry);
}

void addOriginals(const toml::array &list, Gathering &gathering) {
    for (const toml::node &node : list) {
        const toml::table *table = node.as_table();
        if (!table) {
            gathering.refuse(Said::tr("an entry of f5.voices"), Said::tr("It is no table."),
                             Said::tr("Begin it with [[f5.voices]]."));
            continue;
        }
        Entry entry;
        entry.name = textUnder(*table, "id", entry.wrong).value_or(QString());
        entry.audio = textUnder(*table, "reference_audio", entry.wrong);
        entry.transcript = textUnder(*table, "reference_text", entry.wrong);
        entry.language = textUnder(*table, "language", entry.wrong);
        gathering.add(entry);
    }
}

void refuseOtherEngine(const toml::table &root, std::string_view engine, Gathering &gathering) {
    const toml::array *list = root[engine]["voices"].as_array();
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        const toml::table *table = (*list)[i].as_table();
        QStringList wrong;
        const QString id = table ? textUnder(*table, "id", wrong).value_or(QString()) : QString();
        gathering.refuse(
            shownText(id.simplified()),
            Said::tr("It belongs to another engine (%1), which needs no transcript.").arg(fromToml(engine)),
            Said::tr("Add its recording by hand, and write what it says."));
    }
}

// An ishowtts.toml, although it may list no voices.
bool isOfTheOriginal(const toml::table &root) {
    return root["f5"].is_table() || root["danmaku_gateway"].is_table() || root["bind_addr"].is_string() ||
           root["default_voice"].is_string();
}

ForeignVoices readToml(const QString &file) {
    const toml::table root = tomlIn(file);
    Gathering gathering(file);
    const toml::table *named = root["voices"].as_table();
    const bool hasMain = root.contains("ref_audio");
    const toml::array *originals = root["f5"]["voices"].as_array();
    if (originals || (!named && !hasMain && isOfTheOriginal(root))) {
        if (originals)
            addOriginals(*originals, gathering);
        refuseOtherEngine(root, "index_tts", gathering);
        ForeignVoices found = gathering.take(QStringLiteral("iShowTTS"));
        found.settingsIn = file;
        return found;
    }
    if (!named && !hasMain)
        throw refused(Said::tr("The file '%1' lists no voices.").arg(file),
                      Said::tr("An F5-TTS file has ref_audio or [voices.NAME], an ishowtts.toml [[f5.voices]]."));
    if (hasMain)
        addF5(root, QFileInfo(file).completeBaseName(), gathering);
    if (named) {
        for (const auto &[key, node] : *named) {
            const QString name = fromToml(key.str());
            if (const toml::table *table = node.as_table())
                addF5(*table, name, gathering);
            else
                gathering.refuse(
                    shownText(name), Said::tr("It is no table."),
                    Said::tr("Write [voices.%1] and below it ref_audio and ref_text.").arg(shownText(name)));
        }
    }
    return gathering.take(QStringLiteral("F5-TTS"));
}

std::optional<QString> textUnder(const engine::Json &object, const char *key, QStringList &wrong) {
    const engine::Json &value = object[key];
    if (value.isNull())
        return {};
    if (value.isString())
        return QString::fromStdString(value.string());
    wrong << QString::fromLatin1(key);
    return {};
}

ForeignVoices readOverrides(const QString &file) {
    const QByteArray content = contentOfList(file);
    engine::Json root;
    try {
        root = engine::Json::parse(std::string_view(content.constData(), std::size_t(content.size())),
                                   file.toStdString(), {kLongestJson, 16, 100'000});
    } catch (const engine::Error &error) {
        throw refused(QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()));
    }
    const engine::Json &entries = root["entries"];
    if (!entries.isObject())
        throw refused(Said::tr("The file '%1' lists no voices.").arg(file),
                      Said::tr("An overrides.json holds them under \"entries\"."));
    Gathering gathering(file);
    for (const auto &[key, value] : entries.object()) {
        const QString written = QString::fromStdString(key);
        Entry entry;
        entry.name = written.section(QStringLiteral("::"), 0, 0);
        const QString engine =
            textUnder(value, "engine", entry.wrong).value_or(written.section(QStringLiteral("::"), 1));
        if (!value.isObject()) {
            gathering.refuse(shownText(written), Said::tr("It is no JSON object."),
                             Said::tr("Write { \"reference_audio\": …, \"reference_text\": … }."));
            continue;
        }
        if (engine.compare(u"f5", Qt::CaseInsensitive) != 0) {
            gathering.refuse(shownText(written), Said::tr("It belongs to another engine (%1).").arg(shownText(engine)),
                             Said::tr("Add its recording by hand, and write what it says."));
            continue;
        }
        entry.audio = textUnder(value, "reference_audio", entry.wrong);
        entry.transcript = textUnder(value, "reference_text", entry.wrong);
        gathering.add(entry, true);
    }
    return gathering.take(QStringLiteral("iShowTTS"));
}

} // namespace

bool isForeignList(const QString &file) {
    return file.endsWith(QStringLiteral(".toml"), Qt::CaseInsensitive) ||
           file.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
}

ForeignVoices readForeignVoices(const QString &file) {
    return file.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive) ? readOverrides(file) : readToml(file);
}

} // namespace app::voices
