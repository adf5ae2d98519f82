// Finds words that no dictionary has, as jieba does: each character begins, continues or ends a word or is one alone,
// and the most probable sequence of these wins (Viterbi). Source: jieba-rs 0.11.0, src/hmm.rs; of two equally probable
// predecessors the later one in the order of PlaceModel::Place is taken, which is how rjieba 0.2.2 decides about
// characters that its model has never seen (found by comparing, see tests/reference/token_parity.py).
#pragma once

#include <string_view>
#include <vector>

#include "engine/text/chinese_tables.h"

namespace engine::text {

// Adds the words of `text`, which is not empty; joined they are the text again. Time and memory grow linearly.
void cutUnknownWords(std::u32string_view text, const PlaceModel &model, std::vector<std::u32string_view> &words);

} // namespace engine::text
