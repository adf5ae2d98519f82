// How the emoji that chats are full of are called. Names after CLDR's short names (English and Chinese, release 42),
// shortened by hand; all others are "emoji" and "表情".
#pragma once

#include <string_view>

namespace app::chat {

std::u32string_view emojiName(char32_t c, bool chinese);

} // namespace app::chat
