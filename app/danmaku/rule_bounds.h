// Least and most of the numbers of rules (rules.h): the file is read within them, and the Studio offers no others.
#pragma once

namespace app::danmaku {

struct RuleBounds {
    double least = 0, most = 0;
    bool orNone = false; // 0 is good, too: off
};

inline constexpr RuleBounds kSameInARow{1, 50};
inline constexpr RuleBounds kWords{1, 1000};
inline constexpr RuleBounds kCharacters{1, 5000};
inline constexpr RuleBounds kPersonSeconds{0, 3600};
inline constexpr RuleBounds kPersonShare{0.05, 1, true};
inline constexpr RuleBounds kChatPerPaid{0, 100};
inline constexpr RuleBounds kCapacity{1, 200};
inline constexpr RuleBounds kLookAhead{0, 10};
inline constexpr RuleBounds kLookAheadSeconds{0, 120};
inline constexpr RuleBounds kDeadline{5, 3600, true};
inline constexpr RuleBounds kGapSeconds{0, 5};
inline constexpr RuleBounds kComboSeconds{0, 30};
inline constexpr RuleBounds kSameTextSeconds{0, 3600};
inline constexpr RuleBounds kRungFrom{0, 200};
inline constexpr RuleBounds kMostSpeed{1, 2};
inline constexpr RuleBounds kNameSyllables{1, 40};
inline constexpr RuleBounds kSpeed{0.5, 2};
inline constexpr RuleBounds kLoudness{-30, -10};

} // namespace app::danmaku
