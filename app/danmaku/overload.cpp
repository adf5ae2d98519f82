#include "app/danmaku/overload.h"

#include <algorithm>

namespace app::danmaku {

namespace {

int beginOf(int rung, const OverloadRules &rules) {
    switch (rung) {
    case Overload::Faster:
        return rules.fasterFrom;
    case Overload::NoNames:
        return rules.noNamesFrom;
    case Overload::Shorter:
        return rules.shorterFrom;
    case Overload::PriorityOnly:
        return rules.priorityOnlyFrom;
    default:
        return 0;
    }
}

} // namespace

bool Overload::update(int waiting, const OverloadRules &rules) {
    m_waiting = waiting;
    const int before = m_rung;
    m_rung = Calm;
    for (int rung = Faster; rung <= PriorityOnly; ++rung) {
        const int begin = beginOf(rung, rules);
        m_on[rung] = begin > 0 && waiting >= (m_on[rung] ? std::max(1, begin - 1) : begin);
        if (m_on[rung])
            m_rung = rung;
    }
    return m_rung != before;
}

double Overload::speed(const Rules &rules) const {
    if (!m_on[Faster])
        return rules.speaking.speed;
    const int begin = rules.overload.fasterFrom;
    const int full = std::max(begin, rules.overload.shorterFrom > 0 ? rules.overload.shorterFrom : begin + 12);
    const double share = std::clamp(double(m_waiting - begin + 1) / (full - begin + 1), 0.0, 1.0);
    return std::clamp(rules.speaking.speed * (1 + (rules.overload.mostSpeed - 1) * share), 0.5, 2.0);
}

int Overload::mostLength(const OverloadRules &rules) const {
    if (!m_on[Shorter])
        return 0;
    return std::max(10, rules.shorterTo * rules.shorterFrom / std::max(rules.shorterFrom, m_waiting));
}

QString shortened(const QString &text, int most) {
    qsizetype end = 0, space = 0;
    for (int length = 0; end < text.size();) {
        const bool pair = text[end].isHighSurrogate() && end + 1 < text.size() && text[end + 1].isLowSurrogate();
        const char32_t character = pair ? QChar::surrogateToUcs4(text[end], text[end + 1]) : text[end].unicode();
        length += QChar::script(character) == QChar::Script_Han ? 4 : 1;
        if (length > most) {
            // a word is cut only where it is longer than half of what may be said
            const qsizetype cut = text[end].isSpace() ? end : (space > end / 2 ? space : end);
            return text.left(cut).trimmed();
        }
        if (text[end].isSpace())
            space = end;
        end += pair ? 2 : 1;
    }
    return text;
}

} // namespace app::danmaku
