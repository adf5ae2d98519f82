#include "app/voices/original_settings.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <optional>
#include <string_view>
#include <system_error>

#include "app/settings/setting_table.h"
#include "app/settings/settings.h"
#include "app/voices/list_file.h"
#include "app/voices/voice_import.h"
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

bool hasText(const toml::node &node) {
    const toml::array *list = node.as_array();
    return list && std::any_of(list->begin(), list->end(), [](const toml::node &each) {
               const auto text = each.value<std::string>();
               return text && !QString::fromStdString(*text).trimmed().isEmpty();
           });
}

class OriginalReader {
public:
    OriginalReader(const QString &file, const std::vector<fs::path> &roots)
        : m_folder(QFileInfo(file).absoluteDir()), m_roots(roots) {}

    OriginalSettings run(const toml::table &root) {
        read(root, {});
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
            if (key == u"danmaku_gateway.filter" || key == u"danmaku_gateway.queue")
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
        static const QStringList elsewhere{QStringLiteral("f5.voices"), QStringLiteral("f5.model"),
                                           QStringLiteral("f5.ckpt_file")};
        const std::optional<std::string> text = node.value<std::string>();
        const QString said = text ? QString::fromStdString(*text).trimmed() : QString();
        if (elsewhere.contains(key))
            return;
        if (key == u"default_voice")
            readVoice(key, said);
        else if (key == u"bind_addr")
            readAddress(key, said);
        else if (key == u"f5.default_nfe_step")
            take(key, QStringLiteral("nfe"), double(node.value<std::int64_t>().value_or(-1)));
        else if (key == u"f5.device") // "cuda:0" is the first one
            take(key, QStringLiteral("device"), said.section(u':', 0, 0).toLower());
        else if (key == u"danmaku.twitch.channels" && hasText(node))
            m_result.hasRules = true;
        else
            leave(key, whyNot(key));
    }

    void readVoice(const QString &key, const QString &name) {
        const QStringList ids = voicesCalled(m_roots, shownText(name.simplified()));
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
        const QString model = fromToml(f5["model"].value<std::string_view>().value_or(std::string_view()));
        const QString weights = fromToml(f5["ckpt_file"].value<std::string_view>().value_or(std::string_view()));
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

    const QDir m_folder;
    const std::vector<fs::path> &m_roots;
    OriginalSettings m_result;
    int m_keys = 0;
};

} // namespace

OriginalSettings readOriginalSettings(const QString &file, const std::vector<fs::path> &roots) {
    return OriginalReader(file, roots).run(tomlIn(file));
}

SettingsTaken takeSettings(const OriginalSettings &original, Settings &settings) {
    SettingsTaken result;
    result.left = original.left;
    for (const OriginalSettings::Found &each : original.found) {
        const Setting *setting = findSetting(each.setting);
        const QString variable = settings.overriddenBy(each.setting);
        if (!variable.isEmpty()) {
            result.left << Said::tr("%1: %2 in the environment goes before it").arg(each.key, variable);
            continue;
        }
        result.before[each.setting] =
            settings.isDefault(each.setting) ? QJsonValue(QJsonValue::Undefined) : settings.value(each.setting);
        settings.setValue(each.setting, each.value);
        const QString value = each.value.isDouble() ? QString::number(each.value.toDouble()) : each.value.toString();
        result.taken << Said::tr("%1 = %2 (%3)").arg(setting->path(), shownText(value).left(kLongestValue), each.key);
    }
    return result;
}

void giveBack(const SettingsTaken &taken, Settings &settings) {
    for (auto each = taken.before.begin(); each != taken.before.end(); ++each) {
        if (each->isUndefined())
            settings.restore(each.key());
        else
            settings.setValue(each.key(), *each);
    }
}

} // namespace app::voices
