#include "app/danmaku/names.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "app/chat/character_kinds.h"
#include "app/chat/filter_line.h"
#include "app/chat/spoken_name.h"
#include "app/chat/text_cleaning.h"

namespace app::danmaku {

namespace {

const QString kChinese = QStringLiteral("zh");
const QString kEnglish = QStringLiteral("en");

const QString &templateFor(const Templates &templates, chat::Kind kind) {
    switch (kind) {
    case chat::Kind::Paid:
        return templates.paid;
    case chat::Kind::Gift:
        return templates.gift;
    case chat::Kind::Member:
        return templates.member;
    case chat::Kind::Raid:
        return templates.raid;
    case chat::Kind::Notice:
        return templates.notice;
    case chat::Kind::Chat:
    case chat::Kind::Operator:
        break;
    }
    return templates.chat;
}

using Values = std::array<std::pair<QLatin1String, QString>, 6>;

// Each place once, from the left; what is put in is not looked at again.
QString filled(const QString &pattern, const Values &values) {
    QString out;
    for (qsizetype at = 0; at < pattern.size();) {
        const auto place = std::find_if(values.begin(), values.end(), [&](const auto &each) {
            return pattern[at] == u'{' && QStringView(pattern).mid(at + 1).startsWith(each.first) &&
                   at + 1 + each.first.size() < pattern.size() && pattern[at + 1 + each.first.size()] == u'}';
        });
        if (place == values.end()) {
            out += pattern[at++];
        } else {
            out += place->second;
            at += place->first.size() + 2;
        }
    }
    return out;
}

// The template without what a missing text leaves: "{name}: {text}" ends after the name.
QString withoutText(QString pattern) {
    const qsizetype at = pattern.indexOf(QLatin1String("{text}"));
    if (at < 0)
        return pattern;
    pattern.remove(at, 6);
    qsizetype from = at;
    while (from > 0 && QStringView(u" :：,，、-—").contains(pattern[from - 1]))
        --from;
    return pattern.remove(from, at - from).trimmed();
}

QString numberOf(int count) {
    return count > 0 ? QString::number(count) : QString();
}

QString someone(const QString &language) { // part of what is said, so in the language of the text
    return language == kChinese ? QStringLiteral("有人") : QStringLiteral("someone");
}

QString spaced(const QString &text) { // one space where an empty value left two
    return text.simplified();
}

} // namespace

QString languageOf(const QString &text) {
    int chinese = 0;
    int words = 0;
    bool inWord = false;
    for (const char32_t c : chat::codePoints(text)) {
        const bool latin = !chat::isWordAlone(c) && QChar::isLetter(c);
        chinese += chat::isChinese(c) ? 1 : 0;
        words += latin && !inWord ? 1 : 0;
        inWord = latin;
    }
    return chinese > 0 && chinese >= words ? kChinese : kEnglish;
}

Templates shippedTemplates(const QString &language) {
    if (language == kChinese)
        return {QStringLiteral("{name}说：{text}"),
                QStringLiteral("{name}支持了{amount}：{text}"),
                QStringLiteral("{name}送出{count}个{gift}。{text}"),
                QStringLiteral("{name}加入了会员。{text}"),
                QStringLiteral("{name}带着{viewers}位观众来了。{text}"),
                QStringLiteral("{text}")};
    return {QStringLiteral("{name} says: {text}"),
            QStringLiteral("{name} gave {amount}: {text}"),
            QStringLiteral("{name} gave {count} {gift}. {text}"),
            QStringLiteral("{name} is a member. {text}"),
            QStringLiteral("{name} brings {viewers} viewers. {text}"),
            QStringLiteral("{text}")};
}

Templates originalTemplates() {
    const QString says = QStringLiteral("{name} says: {text}");
    return {says, says, says, says, says, says};
}

QString amountFor(const chat::Money &money, const QString &language) {
    if (money.micros <= 0)
        return {};
    const qint64 hundredths = (money.micros + 5000) / 10'000;
    QString number = QString::number(hundredths / 100);
    if (hundredths % 100 != 0)
        number += u'.' + QString::number(hundredths % 100).rightJustified(2, u'0');
    struct Currency {
        const char *code;
        const char16_t *sign;    // before the number, in English
        const char16_t *chinese; // after it
    };
    static constexpr std::array<Currency, 9> kCurrencies{{{"USD", u"$", u"美元"},
                                                          {"EUR", u"€", u"欧元"},
                                                          {"GBP", u"£", u"英镑"},
                                                          {"JPY", nullptr, u"日元"},
                                                          {"CNY", nullptr, u"元"},
                                                          {"HKD", nullptr, u"港元"},
                                                          {"TWD", nullptr, u"新台币"},
                                                          {"KRW", nullptr, u"韩元"},
                                                          {"bits", nullptr, u"比特"}}};
    for (const Currency &each : kCurrencies) {
        if (money.currency.compare(QLatin1String(each.code), Qt::CaseInsensitive) != 0)
            continue;
        if (language == kChinese)
            return number + QString::fromUtf16(each.chinese);
        if (each.sign)
            return QString::fromUtf16(each.sign) + number;
    }
    return number + u' ' + money.currency;
}

QString nameFor(const chat::Message &message, const Rules &rules, const QString &language) {
    const auto person = rules.people.constFind(message.person());
    if (person != rules.people.constEnd() && !person->alias.trimmed().isEmpty())
        return person->alias.simplified();
    const QString name = chat::spokenName(message, rules.speaking.nameSyllables);
    return name.isEmpty() ? someone(language) : name;
}

QString readableName(const QString &shown, const QString &language, int syllables) {
    const QString name = chat::spokenName(shown, syllables);
    return name.isEmpty() && !language.isEmpty() ? someone(language) : name;
}

Saying sayingFor(const Item &item, const Rules &rules, const QString &before, bool names) {
    if (!item.message)
        return {item.text, false};
    const chat::Message &message = *item.message;
    const QString text = item.text.trimmed();
    if (message.kind == chat::Kind::Operator)
        return {text, false};
    const QString about = text + u' ' + message.gift;
    QString language = languageOf(about);
    if (text.isEmpty() && message.gift.isEmpty()) // of the person, then
        language = languageOf(message.user);
    const auto own = rules.speaking.templates.constFind(language);
    const Templates templates = own == rules.speaking.templates.constEnd() ? shippedTemplates(language) : *own;
    QString pattern = templateFor(templates, message.kind);
    if (pattern.trimmed().isEmpty())
        return {};
    const bool chat = message.kind == chat::Kind::Chat;
    if (chat && text.isEmpty())
        return {};
    const bool same = rules.speaking.onlyWhenChanged && !before.isEmpty() && before == message.person();
    if (chat && (!names || !rules.speaking.names || same))
        return {text, false};
    if (text.isEmpty())
        pattern = withoutText(std::move(pattern));
    const int count = message.giftCount > 0 ? message.giftCount : std::max(item.merged, 1);
    const bool named = pattern.contains(QLatin1String("{name}"));
    const Values values{{{QLatin1String("name"), named ? nameFor(message, rules, language) : QString()},
                         {QLatin1String("text"), text},
                         {QLatin1String("gift"), chat::cleaned(message.gift)},
                         {QLatin1String("count"), numberOf(count)},
                         {QLatin1String("amount"), amountFor(message.paid, language)},
                         {QLatin1String("viewers"), numberOf(message.viewers)}}};
    return {spaced(filled(pattern, values)), named};
}

QString voiceFor(const Item &item, const Rules &rules) {
    if (!item.voice.isEmpty() || !item.message)
        return item.voice;
    return rules.people.value(item.message->person()).voice;
}

} // namespace app::danmaku
