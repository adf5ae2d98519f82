#include "engine/text/spoken_text.h"

#include <algorithm>

namespace engine::text {

namespace {

// Puts the new text together. What is `glued` cannot be told apart from what came before: both are one stretch.
class Joiner {
public:
    void add(std::string_view piece, std::size_t writtenFrom, std::size_t writtenTo, bool same, bool glued) {
        std::vector<Stretch> &all = m_result.stretches;
        Stretch next{m_result.text.size(), m_result.text.size() + piece.size(), writtenFrom, writtenTo, same};
        m_result.text += piece;
        const bool goesOn = !all.empty() && all.back().same && same && all.back().writtenTo == writtenFrom;
        if (all.empty() || !(glued || goesOn)) {
            all.push_back(next);
            return;
        }
        Stretch &last = all.back();
        last.to = next.to;
        last.writtenFrom = std::min(last.writtenFrom, writtenFrom);
        last.writtenTo = std::max(last.writtenTo, writtenTo);
        last.same = last.same && same;
    }

    SpokenText &result() { return m_result; }

private:
    SpokenText m_result;
};

// Walks through the stretches of the old text, once.
class Walk {
public:
    Walk(const SpokenText &text, Joiner &joiner) : m_text(text), m_joiner(joiner) {}

    std::size_t position() const { return m_at; }

    // What stands before `to` stays.
    void keep(std::size_t to) {
        while (m_at < to && m_stretch < m_text.stretches.size()) {
            const Stretch &s = m_text.stretches[m_stretch];
            const std::size_t end = std::min(to, s.to);
            const std::string_view piece = std::string_view(m_text.text).substr(m_at, end - m_at);
            const std::size_t shift = s.same ? m_at - s.from : 0;
            m_joiner.add(piece, s.writtenFrom + shift, s.same ? s.writtenFrom + shift + piece.size() : s.writtenTo,
                         s.same, m_cut);
            m_cut = !s.same && end < s.to;
            m_at = end;
            passEnded();
        }
    }

    void replace(const Replacement &r) {
        keep(r.from);
        const std::vector<Stretch> &all = m_text.stretches;
        std::size_t from = writtenHere();
        std::size_t to = from;
        while (m_stretch < all.size() && (m_at < r.to || m_cut)) {
            const Stretch &s = all[m_stretch];
            from = std::min(from, s.same ? s.writtenFrom + (m_at - s.from) : s.writtenFrom);
            m_at = std::min(r.to, s.to);
            to = std::max(to, s.same ? s.writtenFrom + (m_at - s.from) : s.writtenTo);
            if (m_at < s.to)
                break;
            passEnded();
            if (m_at >= r.to)
                break;
        }
        const bool glued = m_cut;
        m_cut = m_stretch < all.size() && !all[m_stretch].same && m_at > all[m_stretch].from;
        m_joiner.add(r.by, from, to, false, glued);
    }

    void keepRest() {
        keep(m_text.text.size());
        for (; m_stretch < m_text.stretches.size(); ++m_stretch) { // what says nothing, at the very end
            const Stretch &s = m_text.stretches[m_stretch];
            m_joiner.add("", s.writtenFrom, s.writtenTo, s.same, false);
        }
    }

private:
    void passEnded() {
        if (m_stretch < m_text.stretches.size() && m_at >= m_text.stretches[m_stretch].to)
            ++m_stretch;
    }

    std::size_t writtenHere() const {
        const std::vector<Stretch> &all = m_text.stretches;
        if (m_stretch < all.size()) {
            const Stretch &s = all[m_stretch];
            return s.same ? s.writtenFrom + (m_at - s.from) : s.writtenFrom;
        }
        return all.empty() ? 0 : all.back().writtenTo;
    }

    const SpokenText &m_text;
    Joiner &m_joiner;
    std::size_t m_at = 0;
    std::size_t m_stretch = 0;
    bool m_cut = false; // the stretch here was divided though it cannot be
};

} // namespace

SpokenText asWritten(std::string_view utf8, std::size_t writtenFrom) {
    SpokenText result{std::string(utf8), {}, {}};
    if (!utf8.empty())
        result.stretches.push_back({0, utf8.size(), writtenFrom, writtenFrom + utf8.size(), true});
    return result;
}

SpokenText replaced(const SpokenText &text, const std::vector<Replacement> &replacements) {
    Joiner joiner;
    Walk walk(text, joiner);
    std::vector<Reading> &readings = joiner.result().readings;
    std::size_t reading = 0;
    const auto keepReadings = [&](std::size_t before) {
        // What stands at position() stands at the end of the new text.
        const std::size_t newAt = joiner.result().text.size();
        for (; reading < text.readings.size() && text.readings[reading].at < before; ++reading)
            readings.push_back({newAt + text.readings[reading].at - walk.position(), text.readings[reading].syllable});
    };
    for (const Replacement &r : replacements) {
        if (r.from < walk.position() || r.to < r.from || r.to > text.text.size() || (r.from == r.to && r.by.empty()))
            continue;
        keepReadings(r.from);
        walk.keep(r.from);
        const std::size_t newAt = joiner.result().text.size();
        walk.replace(r);
        for (const Reading &each : r.readings)
            readings.push_back({newAt + each.at, each.syllable});
        while (reading < text.readings.size() && text.readings[reading].at < r.to)
            ++reading;
    }
    keepReadings(text.text.size());
    walk.keepRest();
    return std::move(joiner.result());
}

} // namespace engine::text
