#include "app/chat/filter_line.h"

#include <algorithm>

#include <QChar>

namespace app::chat {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

} // namespace

std::u32string codePoints(const QString &text) {
    std::u32string all;
    all.reserve(std::size_t(text.size()));
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar unit = text[at];
        if (!unit.isSurrogate()) {
            all += unit.unicode();
        } else if (unit.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate()) {
            all += QChar::surrogateToUcs4(unit, text[at + 1]);
            ++at;
        } else {
            all += kReplacement;
        }
    }
    return all;
}

QString fromCodePoints(std::u32string_view text) {
    return QString::fromUcs4(text.data(), qsizetype(text.size()));
}

FilterLine::FilterLine(const QString &plain) : text(codePoints(plain)), emote(text.size(), -1) {}

FilterLine::FilterLine(const Message &message) : FilterLine(message.text) {
    for (std::size_t number = 0; number < message.emotes.size(); ++number) {
        const Emote &each = message.emotes[number];
        if (each.begin < 0 || each.end <= each.begin || std::size_t(each.end) > text.size())
            continue;
        const auto from = emote.begin() + each.begin;
        const auto to = emote.begin() + each.end;
        // Looking stops at the first that is taken, so that spans over each other cost no more than their beginning.
        if (*from < 0 && *(to - 1) < 0)
            std::fill(from, std::find_if(from, to, [](int taken) { return taken >= 0; }), int(number));
    }
}

void FilterLine::cut(std::size_t length) {
    length = std::min(length, text.size());
    while (length > 0 && text[length - 1] == U' ')
        --length;
    text.resize(length);
    emote.resize(length);
}

void FilterLine::tidy() {
    std::size_t to = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == U' ' && (to == 0 || text[to - 1] == U' '))
            continue;
        text[to] = text[at];
        emote[to++] = emote[at];
    }
    text.resize(to);
    emote.resize(to);
    cut(to);
}

QString FilterLine::words() const {
    return fromCodePoints(text);
}

} // namespace app::chat
