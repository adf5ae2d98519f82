// Which messages may be read, and what of their text. Linear in the length of the text; remembers who wrote when, so
// one object belongs to one thread. Source of the defaults and of the order: filter_rules.h.
#pragma once

#include <QList>

#include <memory>

#include "app/chat/filter_rules.h"
#include "app/chat/judgement.h"

namespace app::chat {

class BannedPhrases;

class Filter {
public:
    explicit Filter(FilterRules rules = {});
    ~Filter();
    Filter(Filter &&) noexcept;
    Filter &operator=(Filter &&) noexcept;

    void setRules(FilterRules rules); // what it remembers stays

    // now: ms since 1970 UTC, never backwards.
    Judgement judge(const MessagePtr &message, qint64 now);
    // Every step with what it did, also after one that refused; those that are off, or are not for this kind of
    // message, do nothing. Nothing is remembered or counted.
    QList<FilterStep> explain(const Message &message, qint64 now) const;

    // Made ready, for other threads too; another object when they were changed.
    std::shared_ptr<const BannedPhrases> phrases() const;

    // What a person should know about the rules: that phrases cannot be looked for by pinyin, as the tables for Chinese
    // are missing. Empty when nothing. Translated.
    QString complaint() const;

    // What stands against a phrase: a pattern that RE2 refuses, nothing that could be found. Empty when it is good.
    // Translated.
    static QString objection(const QString &phrase);

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

// The phrase for which judge() would refuse it by these, whatever the other steps say of it. Empty: none. Any thread.
QString bannedPhraseIn(const Message &message, const FilterRules &rules, const BannedPhrases &phrases);

} // namespace app::chat
