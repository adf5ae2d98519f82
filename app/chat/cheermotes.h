// "Cheer100 great show": with a cheer, the words that give its bits are emotes, which Twitch's chat leaves out of the
// list of emotes. Pure.
#pragma once

#include <QtGlobal>

#include "app/chat/message.h"

namespace app::chat {

// Adds the words of a known prefix and a number to the emotes of the text; if those are less than `bits`, also those of
// one prefix of the channel's own whose numbers are just the rest.
void addCheermotes(qint64 bits, Message &message);

} // namespace app::chat
