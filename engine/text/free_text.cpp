#include "engine/text/free_text.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/text/lexicon.h"
#include "engine/utf8.h"

namespace engine::text {

FreeText::FreeText(const SpokenText &text) : m_text(text.text), m_room(kMostLexiconGrowth) {
    std::size_t from = 0;
    for (const Reading &reading : text.readings) {
        if (reading.at < from || reading.at >= m_text.size())
            continue;
        if (reading.at > from)
            m_spans.push_back({from, reading.at});
        from = reading.at + std::max<std::size_t>(decodeUtf8(m_text, reading.at).bytes, 1);
    }
    if (from < m_text.size())
        m_spans.push_back({from, m_text.size()});
}

void FreeText::take(std::vector<Replacement> found) {
    if (found.empty())
        return;
    std::vector<Span> left;
    left.reserve(m_spans.size() + found.size());
    auto next = found.begin();
    for (Span span : m_spans) {
        for (; next != found.end() && next->from < span.to; ++next) {
            if (next->from > span.from)
                left.push_back({span.from, next->from});
            span.from = next->to;
        }
        if (span.from < span.to)
            left.push_back(span);
    }
    m_spans = std::move(left);
    m_taken.insert(m_taken.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
}

std::vector<Replacement> FreeText::taken() && {
    std::sort(m_taken.begin(), m_taken.end(),
              [](const Replacement &a, const Replacement &b) { return a.from < b.from; });
    return std::move(m_taken);
}

} // namespace engine::text
