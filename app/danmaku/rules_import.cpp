#include "app/danmaku/rules_import.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "app/chat/twitch_channel.h"
#include "engine/error.h"

namespace app::danmaku {

namespace {

constexpr qint64 kLongest = 4 << 20;
constexpr qsizetype kMostLeft = 1000;
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

// Without what would paint a terminal or turn a line round.
QString lineOf(std::string_view key, const QString &why) {
    QString name = QString::fromUtf8(key.data(), qsizetype(key.size()));
    for (QChar &each : name)
        if (!each.isPrint() && !each.isSurrogate())
            each = QChar::ReplacementCharacter;
    return say(QT_TRANSLATE_NOOP("danmaku", "%1: %2")).arg(name, why);
}

class Importer {
public:
    Importer(Rules rules, const toml::table &table) : m_table(table) { m_done.rules = std::move(rules); }

    RulesImported run() {
        const View filter = section("filter");
        const View queue = section("queue");
        number(filter, "max_words", m_done.rules.filter.mostWords, 1, 1000);
        number(filter, "max_chars", m_done.rules.filter.mostCharacters, 1, 5000);
        links(filter);
        keywords(filter);
        number(queue, "capacity", m_done.rules.queue.capacity, 1, 200);
        if (queue["rate_limit_per_sec"])
            leave("rate_limit_per_sec", say(QT_TRANSLATE_NOOP("danmaku", "one text is read after the other, and what "
                                                                         "waits too long is dropped")));
        leaveOthers();
        return std::move(m_done);
    }

private:
    using View = toml::node_view<const toml::node>;

    View section(const char *name) const { // the table itself, where it is flat
        const View inner = m_table[name];
        return inner.is_table() ? inner : View(m_table);
    }

    void number(const View &from, const char *key, int &value, int least, int most) {
        if (!from[key])
            return;
        const std::optional<double> found = from[key].value<double>();
        if (!found || !std::isfinite(*found))
            return leave(key, say(QT_TRANSLATE_NOOP("danmaku", "it is no number")));
        value = int(std::clamp(*found, double(least), double(most)));
        m_done.taken << say(QT_TRANSLATE_NOOP("danmaku", "%1 = %2")).arg(QLatin1String(key), QString::number(value));
        if (*found != value)
            m_done.taken.last() += say(QT_TRANSLATE_NOOP("danmaku", " (there %1, which is not from %2 to %3)"))
                                       .arg(QString::number(*found), QString::number(least), QString::number(most));
    }

    void links(const View &from) {
        if (!from["allow_links"])
            return;
        const toml::value<bool> *const allowed = from["allow_links"].as_boolean();
        if (!allowed)
            return leave("allow_links", say(QT_TRANSLATE_NOOP("danmaku", "it is neither true nor false")));
        m_done.rules.filter.links = !allowed->get();
        m_done.taken << (allowed->get() ? say(QT_TRANSLATE_NOOP("danmaku", "Links are read."))
                                        : say(QT_TRANSLATE_NOOP("danmaku", "Texts with links are not read.")));
    }

    void keywords(const View &from) {
        if (!from["banned_keywords"])
            return;
        const toml::array *list = from["banned_keywords"].as_array();
        if (!list)
            return leave("banned_keywords", say(QT_TRANSLATE_NOOP("danmaku", "it is no list of words")));
        int count = 0;
        int no = 0;
        for (const toml::node &each : *list) {
            const auto text = each.value<std::string>();
            const QString word = text ? QString::fromStdString(*text).trimmed() : QString();
            if (word.isEmpty() || word.size() > 400 || std::size_t(count) >= kMostKeywords) {
                ++no;
                continue;
            }
            const QString phrase = u'*' + word + u'*';
            ++count;
            if (!m_done.rules.filter.bannedPhrases.contains(phrase))
                m_done.rules.filter.bannedPhrases << phrase;
        }
        if (count > 0)
            m_done.taken << QCoreApplication::translate("danmaku", "%Ln banned keywords, in parts of words too.",
                                                        nullptr, count);
        if (no > 0)
            leave("banned_keywords",
                  QCoreApplication::translate("danmaku",
                                              "%Ln in it are no words of 1 to 400 characters, or too "
                                              "many.",
                                              nullptr, no));
    }

    // Keys that are none of the gateway's. Its voice and patience are none of the rules: original_settings.h.
    void leaveOthers() {
        const std::vector<std::string_view> filter{"max_words", "max_chars", "allow_links", "banned_keywords"};
        const std::vector<std::string_view> queue{"capacity", "rate_limit_per_sec"};
        std::vector<std::string_view> top{"tts"};
        for (const auto &[name, known] : {std::pair("filter", &filter), std::pair("queue", &queue)}) {
            if (const toml::table *inner = m_table[name].as_table()) {
                top.emplace_back(name);
                leaveUnknown(*inner, *known);
            } else {
                top.insert(top.end(), known->begin(), known->end());
            }
        }
        leaveUnknown(m_table, top);
    }

    void leaveUnknown(const toml::table &table, const std::vector<std::string_view> &known) {
        for (const auto &[name, value] : table)
            if (std::find(known.begin(), known.end(), name.str()) == known.end() && m_done.left.size() < kMostLeft)
                leave(name.str(), say(QT_TRANSLATE_NOOP("danmaku", "it means nothing here")));
    }

    void leave(std::string_view key, const QString &why) { m_done.left << lineOf(key, why); }

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
    int no = 0;
    for (const toml::node &each : *list) {
        const auto text = each.value<std::string>();
        const QString channel = text ? chat::twitchChannel(QString::fromStdString(*text)) : QString();
        if (!channel.isEmpty() && !done.channels.contains(channel) && done.channels.size() < kMostChannels)
            done.channels << channel;
        else if (!done.channels.contains(channel))
            ++no;
    }
    const char *const key = "danmaku.twitch.channels";
    if (list->empty())
        done.left << lineOf(key, say(QT_TRANSLATE_NOOP("danmaku", "it names none")));
    if (no > 0)
        done.left << lineOf(key, QCoreApplication::translate(
                                     "danmaku", "%Ln in it are no names of channels, or too many.", nullptr, no));
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
    if (whole["danmaku"]["twitch"]["channels"].is_array()) {
        RulesImported channels;
        channels.rules = std::move(rules);
        addChannels(whole, channels);
        return channels;
    }
    refuse(say(QT_TRANSLATE_NOOP("danmaku", "“%1” has no [danmaku_gateway].")).arg(file));
}

Rules withoutImported(Rules now, const Rules &before, const Rules &imported) {
    const auto giveBack = [](auto &value, const auto &was, const auto &came) {
        if (value == came)
            value = was;
    };
    giveBack(now.filter.mostWords, before.filter.mostWords, imported.filter.mostWords);
    giveBack(now.filter.mostCharacters, before.filter.mostCharacters, imported.filter.mostCharacters);
    giveBack(now.filter.links, before.filter.links, imported.filter.links);
    giveBack(now.queue.capacity, before.queue.capacity, imported.queue.capacity);
    const QStringList &had = before.filter.bannedPhrases;
    const QSet<QString> old(had.begin(), had.end());
    const QStringList &has = imported.filter.bannedPhrases;
    QSet<QString> came(has.begin(), has.end());
    came -= old;
    now.filter.bannedPhrases.removeIf([&](const QString &phrase) { return came.contains(phrase); });
    return now;
}

QStringList withImported(const QStringList &kept, const QStringList &read, const QStringList &named) {
    QStringList all = kept;
    all.removeIf([&read](const QString &channel) { return !read.contains(channel); });
    all += named;
    all.removeDuplicates();
    return all;
}

} // namespace app::danmaku
