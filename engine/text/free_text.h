// A text of which parts are taken, one after another, by whoever finds something in it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/text/spoken_text.h"

namespace engine::text {

class FreeText {
public:
    struct Span { // bytes [from, to), never empty
        std::size_t from = 0;
        std::size_t to = 0;
    };

    explicit FreeText(const SpokenText &text); // all of it but the characters with a given reading

    std::string_view text() const { return m_text; } // all of it; the SpokenText must outlive this
    const std::vector<Span> &spans() const { return m_spans; }

    // Takes what they replace: sorted, without overlaps, each inside one span. Linear.
    void take(std::vector<Replacement> found);

    // Whether there is room for this many bytes more (kMostLexiconGrowth).
    bool hasRoomFor(std::size_t bytes) const { return bytes <= m_room; }
    void use(std::size_t bytes) { m_room -= bytes; }

    std::vector<Replacement> taken() &&; // everything, sorted

private:
    std::string_view m_text;
    std::vector<Span> m_spans;
    std::vector<Replacement> m_taken;
    std::size_t m_room;
};

} // namespace engine::text
