// The settings of the original program's gateway (iShowTTS, ishowtts.toml or danmaku_gateway.toml) as rules.
// [danmaku_gateway.filter] max_words, max_chars, allow_links, banned_keywords; [danmaku_gateway.queue]
// rate_limit_per_sec, capacity. Its keywords stand against parts of words, and so do they here ("*bad*"); it cuts at
// bytes, we at characters; a rate is not needed, as one text is read after the other. [danmaku.twitch] channels are
// those that it was to read.
#pragma once

#include <QString>
#include <QStringList>

#include "app/danmaku/rules.h"

namespace app::danmaku {

struct RulesImported {
    Rules rules;
    QStringList channels; // of Twitch, by login, each once; empty: it names none
    QStringList taken;    // what was taken over; translated, one line each
    QStringList left;     // "rate_limit_per_sec: why"; likewise
};

// `rules` with what the file says instead. Throws engine::Error(BadInput) when it is no TOML, is longer than 4 MiB or
// has neither a gateway's table nor channels.
RulesImported importOriginalRules(const QString &file, Rules rules);

// `now` without what came with `imported`, which was made of `before`: what was changed since, and all else, stays.
Rules withoutImported(Rules now, const Rules &before, const Rules &imported);

// The channels of the settings, `kept`, with those that an import names: they stand behind those that are being read,
// as these stay.
QStringList withImported(const QStringList &kept, const QStringList &read, const QStringList &named);

} // namespace app::danmaku
