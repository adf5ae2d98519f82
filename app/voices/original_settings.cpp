#include "app/voices/original_settings.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <optional>
#include <string_view>
#include <system_error>

#include "app/settings/setting_table.h"
#include "app/settings/settings.h"
#include "app/voices/foreign_voices.h"
#include "app/voices/list_file.h"
#include "app/voices/voice_import.h"
#include "app/voices/voice_library.h"
#include "app/voices/voices_words.h"
#include "engine/error.h"
#include "engine/model_files.h"

namespace app::voices {

namespace fs = std::filesystem;

namespace {

constexpr qsizetype kLongestValue = 200; // characters
constexpr int kMostKeys = 1000;

// Of keys, and of whole tables, that have nothing here that they could set.
QString whyNot(const QString &key) {
    const auto isIn = [&key](const char *table) {
        return key == QLatin1String(table) || key.startsWith(QLatin1String(table) + u'.');
    };
    if (key == u"api.max_parallel")
        return Said::tr("one engine speaks, 16 requests wait, and the next one is told to come again");
    if (key == u"f5.python_package_path")
        return Said::tr("there is no Python here");
    if (key == u"f5.hf_cache_dir")
        return Said::tr("models lie in the data folder");
    if (key == u"f5.voices.engine_label" || key == u"f5.voices.preload")
        return Said::tr("voices are prepared when they are first used");
    if (key == u"f5.vocab_file" || key == u"f5.vocoder_local_path")
        return Said::tr("a model's vocabulary and vocoder lie in its folder");
    if (isIn("danmaku.twitch"))
        return Said::tr("a chat is read without a login, when it is connected");
    if (isIn("danmaku.youtube"))
        return Said::tr("YouTube's chat comes through a bridge");
    if (isIn("danmaku_gateway.tts"))
        return Said::tr("the chosen voice reads, and the rules of reading say what waits too long");
    if (isIn("index_tts") || isIn("shimmy"))
        return Said::tr("this engine is not here");
    return Said::tr("it means nothing here");
}

QString textIn(const toml::node_view<const toml::node> &node) {
    const auto text = node.value<std::string>();
    return text ? QString::fromStdString(*text).trimmed() : QString();
}

class OriginalReader {
public:
    OriginalReader(const QString &file, const std::vector<fs::path> &roots)
        : m_file(file), m_folder(QFileInfo(file).absoluteDir()), m_roots(roots) {}

    OriginalSettings run(const toml::table &root) {
        read(root, {});
        if (m_keys > kMostKeys)
            m_result.left
                << Said::tr("The file says more than %1 things; the others were not looked at.").arg(kMostKeys);
        readModel(root["f5"]);
        return std::move(m_result);
    }

private:
    void read(const toml::table &table, const QString &above) {
        for (const auto &[name, node] : table) {
            const QString key = above + shownText(fromToml(name.str()));
            const toml::table *inner = node.as_table();
            if (++m_keys > kMostKeys)
                return;
            if (above == u"danmaku_gateway." && key != u"danmaku_gateway.tts")
                m_result.hasRules = true; // rules_import.h says what becomes of each
            else if (key == u"index_tts" || key == u"shimmy" || key == u"danmaku.youtube")
                leave(key, whyNot(key));
            else if (inner)
                read(*inner, key + u'.');
            else
                readValue(key, node);
        }
    }

    void readValue(const QString &key, const toml::node &node) {
        const QString said = textIn(toml::node_view<const toml::node>(node));
        if (key == u"f5.voices")
            readVoices(key, node);
        else if (key == u"f5.model" || key == u"f5.ckpt_file") { // readModel() looks at both
            if (said.isEmpty())
                leave(key, Said::tr("it is no text, or an empty one"));
        } else if (key == u"default_voice")
            readVoice(key, said);
        else if (key == u"bind_addr")
            readAddress(key, said);
        else if (key == u"f5.default_nfe_step")
            take(key, QStringLiteral("nfe"), double(node.value<std::int64_t>().value_or(-1)));
        else if (key == u"f5.device") // "cuda:0" is the first one
            take(key, QStringLiteral("device"), said.section(u':', 0, 0).toLower());
        else if (key == u"danmaku.twitch.channels" && node.is_array())
            m_result.hasRules = true;
        else if (key == u"danmaku.twitch.channels")
            leave(key, Said::tr("it is no list"));
        else
            leave(key, whyNot(key));
    }

    // What is said of them beside what the import takes; once, however many say it.
    void readVoices(const QString &key, const toml::node &node) {
        static const QStringList taken{QStringLiteral("id"), QStringLiteral("reference_audio"),
                                       QStringLiteral("reference_text"), QStringLiteral("language")};
        const toml::array *list = node.as_array();
        if (!list)
            return leave(key, Said::tr("it is no list"));
        QStringList said = taken;
        for (const toml::node &each : *list) {
            const toml::table *voice = each.as_table();
            if (!voice)
                continue; // refused as a voice
            for (const auto &[inner, value] : *voice) {
                const QString name = shownText(fromToml(inner.str()));
                if (said.contains(name))
                    continue;
                if (++m_keys > kMostKeys)
                    return;
                said << name;
                leave(key + u'.' + name, whyNot(key + u'.' + name));
            }
        }
    }

    void readVoice(const QString &key, const QString &written) {
        const QString name = shownText(written.simplified());
        QStringList ids = voicesCalled(m_roots, name);
        if (ids.size() > 1) { // imported several times: the one that this file means
            const ForeignVoices list = readForeignVoices(m_file);
            for (const ForeignVoice &voice : list.voices) {
                const QStringList meant =
                    voice.name == name ? hereAlready(app::voices::readVoices(m_roots), voice) : QStringList();
                if (!meant.isEmpty())
                    ids = {meant.first()};
            }
        }
        if (ids.size() == 1)
            return take(key, QStringLiteral("voice"), ids.first());
        leave(key, ids.isEmpty() ? Said::tr("there is no such voice here; import it first")
                                 : Said::tr("more than one voice is called so: %1").arg(ids.join(u", ")));
    }

    // "0.0.0.0:27121", "[::1]:27121"
    void readAddress(const QString &key, const QString &address) {
        const qsizetype colon = address.lastIndexOf(u':');
        QString host = address.left(std::max<qsizetype>(colon, 0));
        if (host.startsWith(u'[') && host.endsWith(u']'))
            host = host.mid(1, host.size() - 2);
        bool isPort = false;
        const int port = colon < 0 ? 0 : address.mid(colon + 1).toInt(&isPort);
        if (!isPort || host.isEmpty())
            return leave(key, Said::tr("it is no address with a port"));
        const bool isHere = host.startsWith(u"127.") || host == u"::1" || host == u"localhost";
        take(key, QStringLiteral("serverReach"), isHere ? QStringLiteral("machine") : QStringLiteral("network"));
        take(key, QStringLiteral("serverPort"), port);
    }

    // What lies in the folder of the weights counts; else a model that is here under this name.
    void readModel(const toml::node_view<const toml::node> &f5) {
        const QString model = textIn(f5["model"]);
        const QString weights = textIn(f5["ckpt_file"]);
        if (!weights.isEmpty())
            readWeights(QDir::cleanPath(m_folder.absoluteFilePath(weights)));
        else if (!model.isEmpty())
            readName(model);
        if (!weights.isEmpty() && !model.isEmpty())
            leave(QStringLiteral("f5.model"), Said::tr("the files of the model say what it is"));
    }

    void readWeights(const QString &file) {
        const QString key = QStringLiteral("f5.ckpt_file");
        const fs::path path = file.toStdString();
        try {
            const engine::ModelFiles files = engine::readModelFolder(path.parent_path());
            std::error_code error;
            if (!fs::exists(path, error))
                return leave(key, Said::tr("there is no such file"));
            if (!fs::equivalent(files.weights, path, error))
                return leave(key, Said::tr("other weights lie beside them; put them into a folder of their own"));
            if (files.vocoderWeights.empty())
                return leave(key, Said::tr("they have no vocoder; add their folder in the Models window"));
            take(key, QStringLiteral("model"), QString::fromStdString(path.parent_path().string()));
        } catch (const engine::Error &failure) {
            leave(key, QString::fromUtf8(failure.what()) + u' ' + QString::fromStdString(failure.remedy()));
        }
    }

    void readName(const QString &name) {
        const engine::ModelListing here = engine::listModels(m_roots);
        const bool known = std::any_of(here.models.begin(), here.models.end(), [&](const engine::ModelFiles &model) {
            return model.name == name.toStdString() && !model.vocoderWeights.empty();
        });
        if (known)
            take(QStringLiteral("f5.model"), QStringLiteral("model"), name);
        else
            leave(QStringLiteral("f5.model"),
                  Said::tr("'%1' is not here; fetch it in the Models window and choose it there").arg(shownText(name)));
    }

    void take(const QString &key, const QString &id, const QJsonValue &value) {
        const Setting *setting = findSetting(id);
        if (setting && setting->accepts(value))
            m_result.found.append({key, id, value});
        else
            leave(key, Said::tr("here it is %1").arg(setting ? setting->allowed() : QString()));
    }

    void leave(const QString &key, const QString &why) { m_result.left << Said::tr("%1: %2").arg(key, why); }

    const QString m_file;
    const QDir m_folder;
    const std::vector<fs::path> &m_roots;
    OriginalSettings m_result;
    int m_keys = 0;
};

} // namespace

OriginalSettings readOriginalSettings(const QString &file, const std::vector<fs::path> &roots) {
    return OriginalReader(file, roots).run(tomlIn(file));
}

SettingsTaken takeSettings(const OriginalSettings &original, Settings &settings, bool serverIsOn) {
    const auto now = [&settings](const QString &id) {
        return settings.isDefault(id) ? QJsonValue(QJsonValue::Undefined) : settings.value(id);
    };
    const auto isAddress = [](const OriginalSettings::Found &each) {
        return each.setting == u"serverReach" || each.setting == u"serverPort";
    };
    const bool serverStarts = settings.value(QStringLiteral("serverStarts")).toBool();
    const bool serverStays = (serverIsOn || serverStarts) &&
                             std::any_of(original.found.begin(), original.found.end(), [&](const auto &each) {
                                 return isAddress(each) && settings.value(each.setting) != each.value;
                             });
    SettingsTaken result;
    result.left = original.left;
    for (const OriginalSettings::Found &each : original.found) {
        const Setting *setting = findSetting(each.setting);
        const QString variable = settings.overriddenBy(each.setting);
        if (serverStays && isAddress(each)) {
            const QString why = serverIsOn ? Said::tr("the server is on, and keeps its address until you choose "
                                                      "another one in its pane")
                                           : Said::tr("the server starts with the Studio, and keeps its address until "
                                                      "you choose another one in its pane");
            if (const QString line = Said::tr("%1: %2").arg(each.key, why); !result.left.contains(line))
                result.left << line;
            continue;
        }
        if (!variable.isEmpty()) {
            result.left << Said::tr("%1: %2 in the environment goes before it").arg(each.key, variable);
            continue;
        }
        const QJsonValue before = now(each.setting);
        settings.setValue(each.setting, each.value);
        result.changes[each.setting] = {before, now(each.setting)};
        const QString value = each.value.isDouble() ? QString::number(each.value.toDouble()) : each.value.toString();
        result.taken << Said::tr("%1 = %2 (%3)").arg(setting->path(), shownText(value).left(kLongestValue), each.key);
    }
    return result;
}

void giveBack(const SettingsTaken &taken, Settings &settings) {
    for (auto each = taken.changes.begin(); each != taken.changes.end(); ++each) {
        const QString &id = each.key();
        const QJsonValue now = settings.isDefault(id) ? QJsonValue(QJsonValue::Undefined) : settings.value(id);
        if (now != each->after || now == each->before)
            continue;
        if (each->before.isUndefined())
            settings.restore(id);
        else
            settings.setValue(id, each->before);
    }
}

} // namespace app::voices
