// What a person types for a channel of Twitch.
#pragma once

#include <QString>

namespace app::chat {

// "https://www.twitch.tv/Name?x" → "name"; empty when there is no name of 1…25 letters, digits and "_" in it.
QString twitchChannel(const QString &typed);

} // namespace app::chat
