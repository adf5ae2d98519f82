#include "app/danmaku/rules_import.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <optional>
#include <string_view>

#include <toml++/toml.h>

#include "app/chat/twitch_channel.h"
#include "engine/error.h"

namespace app::danmaku {

namespace {

constexpr qint64 kLongest = 4 << 20;
constexpr std::size_t kMostKeywords = 10'000;
constexpr qsizetype kMostChannels = 100; // Twitch lets nobody join more

QString say(const char *words) {
    return QCoreApplication::translate("danmaku", words);
}

[[noreturn]] void refuse(const QString &what) {
    throw engine::badInput(
        what.toStdString(),
        say(QT_TRANSLATE_NOOP("danmaku", "Choose an ishowtts.toml or danmaku_gateway.toml.")).toStdString());
}

toml::table parsed(const QString &name) {
    QFile file(name);
    if (!QFileInfo(name).isFile() || !file.open(QIODevice::ReadOnly))
        refuse(say(QT_TRANSLATE_NOOP("danmaku", "“%1” cannot be read.")).arg(name));
    const QByteArray text = file.read(kLongest + 1);
    if (text.size() > kLongest)
        refuse(say(QT_TRANSLATE_NOOP("danmaku", "“%1” is too long for a file of settings.")).arg(name));
    try {
        return toml::parse(std::string_view(text.constData(), std::size_t(text.size())));
    } catch (const toml::parse_error &error) {
        const std::string_view why = error.description();
        refuse(say(QT_TRANSLATE_NOOP("danmaku", "“%1” is no TOML: line %2: %3"))
                   .arg(name, QString::number(error.source().begin.line),
                        QString::fromUtf8(why.data(), qsizetype(why.size()))));
    }
}

class Importer {
public:
    Importer(Rules rules, const toml::table &table) : m_table(table) { m_done.rules = std::move(rules); }

    RulesImported run() {
        const auto filter = section("filter");
        const auto queue = section("queue");
        number(filter, "max_words", m_done.rules.filter.mostWords, 1, 1000);
        number(filter, "max_chars", m_done.rules.filter.mostCharacters, 1, 5000);
        links(filter);
        keywords(filter);
        number(queue, "capacity", m_done.rules.queue.capacity, 1, 200);
        if (queue["rate_limit_per_sec"])
            m_done.taken << say(QT_TRANSLATE_NOOP("danmaku", "rate_limit_per_sec is not taken: one text is read after "
                                                             "the other, and what waits too long is dropped."));
        return std::move(m_done);
    }

private:
    using View = toml::node_view<const toml::node>;

    View section(const char *name) const { // the table itself, where it is flat
        const View inner = m_table[name];
        return inner.is_table() ? inner : View(m_table);
    }

    void number(const View &from, const char *key, int &value, int least, int most) {
        const std::optional<double> found = from[key].value<double>();
        if (!found)
            return;
        value = int(std::clamp(*found, double(least), double(most)));
        m_done.taken << say(QT_TRANSLATE_NOOP("danmaku", "%1 = %2")).arg(QLatin1String(key), QString::number(value));
        if (*found != value)
            m_done.taken.last() += say(QT_TRANSLATE_NOOP("danmaku", " (there %1, which is not from %2 to %3)"))
                                       .arg(QString::number(*found), QString::number(least), QString::number(most));
    }

    void links(const View &from) {
        const std::optional<bool> allowed = from["allow_links"].value<bool>();
        if (!allowed)
            return;
        m_done.rules.filter.links = !*allowed;
        m_done.taken << (*allowed ? say(QT_TRANSLATE_NOOP("danmaku", "Links are read."))
                                  : say(QT_TRANSLATE_NOOP("danmaku", "Texts with links are not read.")));
    }

    void keywords(const View &from) {
        const toml::array *list = from["banned_keywords"].as_array();
        if (!list)
            return;
        int count = 0;
        for (const toml::node &each : *list) {
            const auto text = each.value<std::string>();
            const QString word = text ? QString::fromStdString(*text).trimmed() : QString();
            if (word.isEmpty() || word.size() > 400 || std::size_t(count) >= kMostKeywords)
                continue;
            const QString phrase = u'*' + word + u'*';
            ++count;
            if (!m_done.rules.filter.bannedPhrases.contains(phrase))
                m_done.rules.filter.bannedPhrases << phrase;
        }
        m_done.taken << QCoreApplication::translate("danmaku", "%Ln banned keywords, in parts of words too.", nullptr,
                                                    count);
    }

    const toml::table &m_table;
    RulesImported m_done;
};

} // namespace

namespace {

// They were only logged there; here they stand in the field.
void addChannels(const toml::table &whole, RulesImported &done) {
    const toml::array *list = whole["danmaku"]["twitch"]["channels"].as_array();
    if (!list)
        return;
    for (const toml::node &each : *list) {
        const auto text = each.value<std::string>();
        const QString channel = text ? chat::twitchChannel(QString::fromStdString(*text)) : QString();
        if (!channel.isEmpty() && !done.channels.contains(channel) && done.channels.size() < kMostChannels)
            done.channels << channel;
    }
    if (!done.channels.isEmpty())
        done.taken << say(QT_TRANSLATE_NOOP("danmaku", "Channels, for Connect in the workspace Stream: %1"))
                          .arg(done.channels.join(QStringLiteral(", ")));
}

} // namespace

RulesImported importOriginalRules(const QString &file, Rules rules) {
    const toml::table whole = parsed(file);
    if (const toml::table *gateway = whole["danmaku_gateway"].as_table()) {
        RulesImported done = Importer(std::move(rules), *gateway).run();
        addChannels(whole, done);
        return done;
    }
    if (whole["filter"].is_table() || whole["queue"].is_table()) // the gateway's own file
        return Importer(std::move(rules), whole).run();
    RulesImported channels;
    channels.rules = std::move(rules);
    addChannels(whole, channels);
    if (!channels.channels.isEmpty())
        return channels;
    refuse(say(QT_TRANSLATE_NOOP("danmaku", "“%1” has no [danmaku_gateway].")).arg(file));
}

} // namespace app::danmaku
