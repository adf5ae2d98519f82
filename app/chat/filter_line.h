// A text on its way through the filter: code points, and of each to which of the platform's emotes it belongs.
#pragma once

#include <QString>

#include <string>
#include <string_view>
#include <vector>

#include "app/chat/message.h"

namespace app::chat {

struct FilterLine {
    std::u32string text;
    std::vector<int> emote; // index into Message::emotes, or -1; as long as the text

    explicit FilterLine(const Message &message); // spans outside the text, or over each other, are left out
    explicit FilterLine(const QString &plain);

    void add(char32_t c, int emoteOf = -1) {
        text += c;
        emote.push_back(emoteOf);
    }
    void cut(std::size_t length); // to at most so many, without white space at the end
    void tidy();                  // white space: one space between words, none around; removed emotes leave it
    QString words() const;

    FilterLine() = default;
};

std::u32string codePoints(const QString &text); // half surrogates are U+FFFD
QString fromCodePoints(std::u32string_view text);

} // namespace app::chat
