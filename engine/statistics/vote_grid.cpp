#include "engine/statistics/vote_grid.h"

#include <cmath>
#include <limits>

#include "engine/error.h"

namespace engine::statistics {

namespace {

constexpr std::size_t kMostCells = 1'000'000;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

} // namespace

VoteGrid::VoteGrid(std::size_t listeners, std::size_t sentences) : m_listeners(listeners), m_sentences(sentences) {
    if (listeners > kMostCells || sentences > kMostCells || listeners * sentences > kMostCells)
        throw badInput("A test with so many listeners and sentences is too large.",
                       "At most a million votes can be judged at once.");
    m_cells.assign(listeners * sentences, kMissing);
}

std::size_t VoteGrid::index(std::size_t listener, std::size_t sentence) const {
    if (listener >= m_listeners || sentence >= m_sentences)
        throw badInput("A vote is for a listener or a sentence that the test does not have.",
                       "Use the design that the votes were given for.");
    return listener * m_sentences + sentence;
}

std::size_t VoteGrid::votes() const {
    std::size_t count = 0;
    for (const double cell : m_cells)
        count += std::isnan(cell) ? 0 : 1;
    return count;
}

void VoteGrid::set(std::size_t listener, std::size_t sentence, double value) {
    if (!std::isfinite(value))
        throw badInput("A vote is not a finite number.", "Leave out votes that were not given.");
    m_cells[index(listener, sentence)] = value;
}

void VoteGrid::clear(std::size_t listener, std::size_t sentence) {
    m_cells[index(listener, sentence)] = kMissing;
}

std::optional<double> VoteGrid::at(std::size_t listener, std::size_t sentence) const {
    const double cell = m_cells[index(listener, sentence)];
    return std::isnan(cell) ? std::nullopt : std::optional<double>(cell);
}

std::vector<double> VoteGrid::values() const {
    std::vector<double> found;
    for (const double cell : m_cells) {
        if (!std::isnan(cell))
            found.push_back(cell);
    }
    return found;
}

std::vector<double> VoteGrid::ofSentence(std::size_t sentence) const {
    std::vector<double> found;
    for (std::size_t listener = 0; listener < m_listeners; ++listener) {
        if (const auto value = at(listener, sentence))
            found.push_back(*value);
    }
    return found;
}

std::vector<double> VoteGrid::ofListener(std::size_t listener) const {
    std::vector<double> found;
    for (std::size_t sentence = 0; sentence < m_sentences; ++sentence) {
        if (const auto value = at(listener, sentence))
            found.push_back(*value);
    }
    return found;
}

VoteGrid VoteGrid::withoutEmpty() const {
    std::vector<std::size_t> rows, columns;
    for (std::size_t listener = 0; listener < m_listeners; ++listener) {
        if (!ofListener(listener).empty())
            rows.push_back(listener);
    }
    for (std::size_t sentence = 0; sentence < m_sentences; ++sentence) {
        if (!ofSentence(sentence).empty())
            columns.push_back(sentence);
    }
    VoteGrid kept(rows.size(), columns.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < columns.size(); ++column)
            kept.m_cells[row * columns.size() + column] = m_cells[index(rows[row], columns[column])];
    }
    return kept;
}

VoteGrid difference(const VoteGrid &first, const VoteGrid &second) {
    if (first.listeners() != second.listeners() || first.sentences() != second.sentences())
        throw badInput("The votes for two columns have different listeners or sentences.",
                       "Compare columns of one test.");
    VoteGrid result(first.listeners(), first.sentences());
    for (std::size_t listener = 0; listener < first.listeners(); ++listener) {
        for (std::size_t sentence = 0; sentence < first.sentences(); ++sentence) {
            const auto a = first.at(listener, sentence), b = second.at(listener, sentence);
            if (a && b)
                result.set(listener, sentence, *a - *b);
        }
    }
    return result;
}

} // namespace engine::statistics
