#include "engine/text/word_trie.h"

#include <QTest>

#include <string>
#include <utility>
#include <vector>

using engine::text::WordTrie;

class TestWordTrie : public QObject {
    Q_OBJECT

    struct Arrays {
        std::vector<std::uint32_t> characters, firstChild, values;

        WordTrie trie() const { return WordTrie(characters, firstChild, values); }
    };
    // a = 5, ab = 6, c = 7
    static Arrays sound() { return {{0, 'a', 'c', 'b'}, {1, 3, 4, 4, 4}, {0, 5, 7, 6}}; }

private Q_SLOTS:
    void wordsAreFound() {
        const Arrays arrays = sound();
        const WordTrie trie = arrays.trie();
        QVERIFY(trie.isSound(2, 8));
        const std::uint32_t a = trie.child(WordTrie::kRoot, U'a');
        QCOMPARE(trie.value(a), 5U);
        QCOMPARE(trie.value(trie.child(a, U'b')), 6U);
        QCOMPARE(trie.value(trie.child(WordTrie::kRoot, U'c')), 7U);
        QCOMPARE(trie.child(WordTrie::kRoot, U'b'), WordTrie::kNowhere);
        QCOMPARE(trie.child(a, U'z'), WordTrie::kNowhere);
        QVERIFY(trie.contains(U"ab") && trie.contains(U"c"));
        QVERIFY(!trie.contains(U"abc") && !trie.contains(U"b") && !trie.contains(U""));
        std::vector<std::pair<std::u32string, std::uint32_t>> words;
        trie.visit([&](std::u32string_view word, std::uint32_t value) { words.emplace_back(word, value); });
        const std::vector<std::pair<std::u32string, std::uint32_t>> wanted{{U"a", 5}, {U"ab", 6}, {U"c", 7}};
        QVERIFY(words == wanted);
    }

    void whatCannotBeWalkedIsNotSound() {
        const auto refused = [](auto change, std::size_t longest = 2, std::uint64_t largest = 8) {
            Arrays arrays = sound();
            change(arrays);
            return !arrays.trie().isSound(longest, largest);
        };
        const auto nothing = [](Arrays &) {};
        QVERIFY(!refused(nothing));
        QVERIFY(refused(nothing, 1));    // "ab" is longer
        QVERIFY(refused(nothing, 2, 7)); // 6 and two characters
        QVERIFY(refused([](Arrays &a) { a = {}; }));
        QVERIFY(refused([](Arrays &a) { a.values.pop_back(); }));
        QVERIFY(refused([](Arrays &a) { a.firstChild.pop_back(); }));
        QVERIFY(refused([](Arrays &a) { a.values[0] = 1; }));     // a word of no characters
        QVERIFY(refused([](Arrays &a) { a.firstChild[0] = 0; })); // the root is its own child
        QVERIFY(refused([](Arrays &a) {                           // node 2, whose first child is itself
            a.characters[3] = 'd';
            a.firstChild = {1, 2, 2, 4, 4};
        }));
        QVERIFY(refused([](Arrays &a) { a.firstChild[1] = 5; }));   // goes back after it
        QVERIFY(refused([](Arrays &a) { a.firstChild[2] = 9; }));   // outside
        QVERIFY(refused([](Arrays &a) { a.firstChild[4] = 3; }));   // a node without a parent
        QVERIFY(refused([](Arrays &a) { a.characters[2] = 'A'; })); // not sorted
        QVERIFY(refused([](Arrays &a) { a.characters[2] = 'a'; })); // twice
    }
};

QTEST_APPLESS_MAIN(TestWordTrie)
#include "tst_word_trie.moc"
