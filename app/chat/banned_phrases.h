// Words and phrases that are not read, made ready once and looked for in one text after the other. Time is linear in
// the text, however many phrases there are: each way of looking walks once over it (phrase_trie.h). Any thread at once.
//
// A phrase stands against whole words, "*bad*" (or "*bad", "bad*") against parts of words too; each Chinese, Japanese,
// Korean or Thai character is a word of its own, so those are found anywhere, and signs between words do not matter.
// With look-alikes: other letters of the same shape, accents, "b4d", "b.a.d", "b a d", "f uck", "baaaad".
// By pinyin: two or more Chinese characters that sound alike without tones, also written in Latin letters; each
// character in all ways that it is read (alone, or in some phrase that pypinyin knows; phrases after some
// half a million letters of those in the usual one alone, as memory is bounded). "/…/" is an RE2 pattern,
// case-insensitive, on the text as it is read.
#pragma once

#include <QString>
#include <QStringList>

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace app::chat {

class PinyinReadings;

class BannedPhrases {
public:
    enum class How { Written, LookAlike, Spaced, Pinyin, Pattern };
    struct Hit {
        QString phrase; // as the person wrote it; empty: none
        How how = How::Written;
    };

    struct Objection {
        QString phrase, why; // objection()
    };

    // Compiles all of them: a thousand patterns take a second. readings null: nothing is looked for by its sound.
    // Phrases that objection() stands against are left out.
    BannedPhrases(const QStringList &phrases, bool lookAlikes, std::shared_ptr<const PinyinReadings> readings);
    ~BannedPhrases();

    bool isEmpty() const;
    const QStringList &phrases() const; // all that were given
    const std::vector<Objection> &objections() const;
    const std::shared_ptr<const PinyinReadings> &readings() const;

    // `text` as cleaned. `steps` grows by the steps of all walks but those of patterns.
    Hit find(std::u32string_view text, std::size_t *steps = nullptr) const;

    static QString objection(const QString &phrase); // translated; empty: it is good
    static bool wantsPinyin(const QString &phrase);

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace app::chat
