// Who said what about which: one number per listener and sentence, such as a rating or (rating of the old column −
// rating of the new one). A vote that was not given is missing and never 0.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace engine::statistics {

class VoteGrid {
public:
    // All missing. Error(BadInput) when there would be more than a million cells.
    VoteGrid(std::size_t listeners, std::size_t sentences);
    VoteGrid() : VoteGrid(0, 0) {}

    std::size_t listeners() const { return m_listeners; }
    std::size_t sentences() const { return m_sentences; }
    std::size_t votes() const; // that are not missing

    // Error(BadInput) outside the grid or when the value is not a finite number.
    void set(std::size_t listener, std::size_t sentence, double value);
    void clear(std::size_t listener, std::size_t sentence);
    std::optional<double> at(std::size_t listener, std::size_t sentence) const;

    // Those that are there, listener by listener.
    std::vector<double> values() const;
    std::vector<double> ofSentence(std::size_t sentence) const;
    std::vector<double> ofListener(std::size_t listener) const;
    // The cells, listener by listener; what is missing is not-a-number.
    std::span<const double> cells() const { return m_cells; }
    // Without the listeners and sentences that have no vote at all.
    VoteGrid withoutEmpty() const;

private:
    std::size_t index(std::size_t listener, std::size_t sentence) const;

    std::size_t m_listeners;
    std::size_t m_sentences;
    std::vector<double> m_cells;
};

// first − second where both have a vote. Error(BadInput) when their sizes differ.
VoteGrid difference(const VoteGrid &first, const VoteGrid &second);

} // namespace engine::statistics
