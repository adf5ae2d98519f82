// Rules as JSON, as they lie in danmaku.json:
//   {"version": 1, "filter": {…}, "ranking": {…}, "queue": {…}, "overload": {…}, "speaking": {…}, "review": "off",
//    "people": {"twitch:1234": {"alias": "Ann", …}}, "phrases": ["…"]}
// Keys are the names of the members. What is missing has its default. Any thread.
#pragma once

#include <QJsonObject>
#include <QStringList>

#include "app/danmaku/rules.h"

namespace app::danmaku {

QJsonObject rulesAsJson(const Rules &rules); // without FilterRules::ignored and banned: they are in `people`

struct RulesFound {
    Rules rules;
    QStringList
        lines; // translated, one for each value that makes no sense: its default, or the nearest that does, counts
};

RulesFound rulesFromJson(const QJsonObject &object);

} // namespace app::danmaku
