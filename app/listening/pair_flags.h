// What is wrong with sounds of a test that were made elsewhere. Plain data; any thread.
#pragma once

#include <QString>
#include <QStringList>

#include <string>

namespace app::listening {

struct PairFlag {
    std::string word; // "not-seed-matched", "over-full-scale", "level-difference", "abrupt-end", "incomplete",
                      // "unequal-length", "refused-file"
    int count = 0;    // files or rows; 0 where that means nothing
    int of = 0;
    QString sentence;  // translated
    QStringList names; // of files or rows, at most 100
};

// What a design's flag (TestDesign::flags) says, translated: "the sounds were not made with one seed". A word that
// nobody knows stands for itself.
QString sentenceFor(const std::string &flag);

} // namespace app::listening
