#include "app/listening/pair_flags.h"

#include <algorithm>

#include "app/listening/listening_words.h"

namespace app::listening {

namespace {

constexpr const char *kSentences[][2] = {
    {"imported", QT_TRANSLATE_NOOP("listening", "the sounds were made elsewhere, and nobody knows how")},
    {"not-seed-matched", QT_TRANSLATE_NOOP("listening", "the sounds of a row were not made with one seed")},
    {"over-full-scale", QT_TRANSLATE_NOOP("listening", "some sounds go beyond full scale")},
    {"level-difference", QT_TRANSLATE_NOOP("listening", "sounds of one row are unequally loud as delivered")},
    {"abrupt-end", QT_TRANSLATE_NOOP("listening", "some sounds end abruptly")},
    {"incomplete", QT_TRANSLATE_NOOP("listening", "some sentences are not there in every column")},
    {"unequal-length", QT_TRANSLATE_NOOP("listening", "sounds of one row are not equally long")},
    {"refused-file", QT_TRANSLATE_NOOP("listening", "some files could not be read")},
};

} // namespace

QString sentenceFor(const std::string &flag) {
    const auto found = std::find_if(std::begin(kSentences), std::end(kSentences),
                                    [&](const auto &sentence) { return flag == sentence[0]; });
    return found == std::end(kSentences) ? qt(flag) : say((*found)[1]);
}

} // namespace app::listening
