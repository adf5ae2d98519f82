// Sentences for listening tests: a set of our own in the original's six categories, and those of a file. Any thread.
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <vector>

#include "app/listening/test_design.h"

namespace app::listening {

// 26 English sentences: short_1…5, medium_1…5, long_1…3, tech_1…3, emotion_1…5, stream_1…5, with the ids of the
// original's set and other words. Their seeds are firstSeed, firstSeed + 1 …, as in what is imported.
std::vector<TestRow> ownSentences(std::uint64_t firstSeed = 1);

// By the end of its name a table (.csv: the columns id, category and text with a header, separated by commas,
// semicolons or tabs, RFC 4180; id and category may be missing) or a text with a sentence on each line that is not
// blank. What has no id becomes line_1, line_2 …, what has no category "own". Error(BadInput) that names the line when
// it is no text, is empty, holds more than 500 sentences, or one that a test cannot have.
std::vector<TestRow> importSentences(const QByteArray &bytes, const QString &name, std::uint64_t firstSeed = 1);

} // namespace app::listening
