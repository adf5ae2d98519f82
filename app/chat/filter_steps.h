// The steps of the filter as functions of a text and what is known: none of them remembers anything. Each is linear in
// the text. Order and meaning: filter_rules.h.
#pragma once

#include <QString>

#include "app/chat/banned_phrases.h"
#include "app/chat/filter_line.h"
#include "app/chat/filter_rules.h"
#include "app/chat/message.h"

namespace app::chat {

struct StepOutcome {
    bool refused = false;
    QString reason; // translated; empty: it did nothing
};

bool isEvent(Kind kind); // neither chat nor the operator's own line: its text may be empty

StepOutcome stepPeople(const FilterRules &rules, const Message &message, qint64 now);
StepOutcome stepRoles(const FilterRules &rules, const Message &message);
StepOutcome stepCommands(const FilterRules &rules, const Message &message, const FilterLine &line);
StepOutcome stepAmount(const FilterRules &rules, const Message &message);

StepOutcome stepLinks(const FilterRules &rules, const Message &message, FilterLine &line);
struct PhraseHit {
    enum class Where { Text, Name, Gift };
    BannedPhrases::Hit hit;
    Where where = Where::Text;
};
PhraseHit findPhrase(const BannedPhrases &phrases, const Message &message, const FilterLine &line);
StepOutcome stepPhrases(const BannedPhrases &phrases, const Message &message, const FilterLine &line);
StepOutcome stepEmotes(const FilterRules &rules, const Message &message, FilterLine &line);
StepOutcome stepRepeats(const FilterRules &rules, FilterLine &line);
StepOutcome stepLanguage(const FilterRules &rules, const FilterLine &line);
StepOutcome stepLength(const FilterRules &rules, FilterLine &line);

// Of the letters of a text: "zh", "ja", "ko", "ru", "ar" …, and "en" for everything in Latin letters; empty: none.
// A Chinese character counts as much as two letters.
QString writtenLanguage(std::u32string_view text);

} // namespace app::chat
