// Cuts a line into words as upstream's rjieba.cut (jieba-rs 0.x, HMM on) does. This version covers text without Chinese
// characters; a Chinese run is returned as one segment per character until the dictionary arrives (issue "Text").
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine::text {

std::vector<std::string> segment(std::string_view utf8);

} // namespace engine::text
