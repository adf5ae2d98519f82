#include "app/listening/trial_order.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "app/listening/balanced_sides.h"
#include "app/storage/sha256.h"
#include "engine/error.h"
#include "engine/hex_digits.h"

namespace app::listening {

namespace {

constexpr std::array<const char *, 4> kKinds{"main", "repeat", "null", "gold"};

std::string sha256(const std::string &text) {
    storage::Sha256 hash;
    hash.add(std::as_bytes(std::span(text)));
    return hash.take();
}

// Before what was inserted gives places their final meaning, a repeat names its original by this.
struct Drawn {
    Trial trial;
    int original = -1; // Repeat: place among the main trials
    int number = -1;   // Main: its own place there
};

class OrderMaker {
public:
    OrderMaker(const TestDesign &design, const std::string &testId, std::uint64_t seed)
        : m_design(design), m_lot(testId + ":" + std::to_string(seed)), m_rows(int(design.rows.size())) {}

    TrialOrder make() {
        isPairwise(m_design.mode) ? askPairs() : askAll();
        for (int number = 0; number < int(m_order.size()); ++number)
            m_order[std::size_t(number)].number = number;
        addChecks();
        if (m_design.mode == Mode::Abx)
            hideX();
        return finished();
    }

private:
    // Parts of the session: in each every row once, in an order of its own.
    std::vector<std::vector<int>> partsOf(int count) {
        std::vector<std::vector<int>> parts;
        int last = -1;
        for (int part = 0; part < count; ++part) {
            std::vector<int> rows;
            for (int row = 0; row < m_rows; ++row)
                rows.push_back(row);
            m_lot.shuffle(rows);
            if (m_rows > 1 && rows.front() == last)
                std::swap(rows.front(), rows[1 + std::size_t(m_lot.below(std::uint64_t(m_rows - 1)))]);
            last = rows.back();
            parts.push_back(rows);
        }
        return parts;
    }

    // For each row one order of the square, each order used equally often; what stands for which number is by lot.
    std::vector<std::vector<Condition>> ordersOfRows(std::vector<Condition> conditions) {
        m_lot.shuffle(conditions);
        auto square = williamsSquare(int(conditions.size()));
        std::vector<std::vector<Condition>> orders;
        while (int(orders.size()) < m_rows) {
            m_lot.shuffle(square);
            for (const std::vector<int> &places : square) {
                std::vector<Condition> order;
                for (const int place : places)
                    order.push_back(conditions[std::size_t(place)]);
                orders.push_back(order);
            }
        }
        orders.resize(std::size_t(m_rows));
        m_lot.shuffle(orders);
        return orders;
    }

    void askPairs() {
        const auto orders = ordersOfRows(candidates(m_design));
        const auto parts = partsOf(int(candidates(m_design).size()));
        for (std::size_t part = 0; part < parts.size(); ++part) {
            for (const int row : parts[part]) {
                const Condition candidate = orders[std::size_t(row)][part];
                m_order.push_back({{Trial::Kind::Main, row, {candidate, m_design.baseline}}});
            }
        }
        std::vector<Drawn *> all;
        for (Drawn &drawn : m_order)
            all.push_back(&drawn);
        const std::vector<bool> exchanged = sidesFor(all);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (exchanged[i])
                std::swap(all[i]->trial.shown[0], all[i]->trial.shown[1]);
        }
    }

    std::vector<bool> sidesFor(const std::vector<Drawn *> &asked) {
        std::map<std::pair<Condition, std::string>, int> groups;
        std::vector<BalancedItem> items;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            const Trial &trial = asked[i]->trial;
            const Condition candidate = trial.shown[0] == m_design.baseline ? trial.shown[1] : trial.shown[0];
            const auto &category = m_design.rows[std::size_t(trial.row)].category;
            const int group = groups.try_emplace({candidate, category}, int(groups.size())).first->second;
            items.push_back({group, i < (asked.size() + 1) / 2 ? 0 : 1});
        }
        return balancedSides(items, m_lot);
    }

    void askAll() {
        const auto orders = ordersOfRows(shownTogether(m_design));
        const auto parts = partsOf(1);
        for (const int row : parts.front())
            m_order.push_back({{Trial::Kind::Main, row, orders[std::size_t(row)]}});
    }

    void addChecks() {
        const std::vector<Drawn> asked = m_order;
        if (m_design.mode != Mode::Mushra) {
            const auto conditions = shownTogether(m_design);
            const std::size_t places = isPairwise(m_design.mode) ? 2 : conditions.size(); // as any other question
            for (int i = 0; i < m_design.checks.nullPairs; ++i) {
                const Condition same = conditions[std::size_t(m_lot.below(conditions.size()))];
                insert({{Trial::Kind::Null, anyRow(), std::vector<Condition>(places, same)}});
            }
            for (int i = 0; i < m_design.checks.gold; ++i) {
                Drawn gold{{Trial::Kind::Gold, anyRow(), std::vector<Condition>(places, kAnchor)}};
                const std::size_t reference = places == 2 ? (m_lot.coin() ? 1 : 0) : std::size_t(m_lot.below(places));
                gold.trial.shown[reference] = kReference;
                insert(gold);
            }
        }
        for (const Drawn &original : repeated(asked)) {
            Drawn repeat = original;
            repeat.trial.kind = Trial::Kind::Repeat;
            repeat.original = original.number;
            repeat.number = -1;
            std::reverse(repeat.trial.shown.begin(), repeat.trial.shown.end());
            insert(repeat);
        }
    }

    // By lot, and of pairs as many with the baseline on the left as on the right.
    std::vector<Drawn> repeated(std::vector<Drawn> asked) {
        m_lot.shuffle(asked);
        const auto count = std::min(asked.size(), std::size_t(m_design.checks.repeats));
        if (isPairwise(m_design.mode)) {
            const auto left = [&](const Drawn &drawn) { return drawn.trial.shown[0] == m_design.baseline; };
            const auto middle = std::stable_partition(asked.begin(), asked.end(), left);
            std::vector<Drawn> mixed;
            auto one = asked.begin();
            auto other = middle;
            bool fromFirst = m_lot.coin();
            while (one != middle || other != asked.end()) {
                const bool first = other == asked.end() || (fromFirst && one != middle);
                mixed.push_back(first ? *one++ : *other++);
                fromFirst = !fromFirst;
            }
            asked = mixed;
        }
        asked.resize(count);
        return asked;
    }

    int anyRow() { return int(m_lot.below(std::uint64_t(m_rows))); }

    // Anywhere by lot, but nothing beside a question about the same row, and a repeat after its original with something
    // between them. Where that cannot be, a repeat comes before its original, or questions about a row meet.
    void insert(const Drawn &drawn) {
        std::array<std::vector<std::size_t>, 5> places; // the first that is not empty is taken
        bool seen = drawn.original < 0;
        for (std::size_t place = 0; place <= m_order.size(); ++place) {
            const Drawn *before = place > 0 ? &m_order[place - 1] : nullptr;
            const Drawn *after = place < m_order.size() ? &m_order[place] : nullptr;
            const auto isOriginal = [&](const Drawn *other) {
                return other && drawn.original >= 0 && other->number == drawn.original;
            };
            const auto isSameRow = [&](const Drawn *other) { return other && other->trial.row == drawn.trial.row; };
            seen = seen || isOriginal(before);
            const bool apart = !isSameRow(before) && !isSameRow(after);
            if (isOriginal(before) || isOriginal(after))
                places[4].push_back(place);
            else
                places[(apart ? 0U : 2U) + (seen ? 0U : 1U)].push_back(place);
        }
        const auto &best = *std::find_if(places.begin(), places.end(), [](const auto &each) { return !each.empty(); });
        const std::size_t place = best[std::size_t(m_lot.below(best.size()))];
        m_order.insert(m_order.begin() + std::ptrdiff_t(place), drawn);
    }

    // Which of both is asked for is balanced as sides are.
    void hideX() {
        std::vector<Drawn *> asked;
        for (Drawn &drawn : m_order) {
            if (drawn.trial.kind == Trial::Kind::Main)
                asked.push_back(&drawn);
            else
                drawn.trial.x = m_lot.coin() ? 1 : 0;
        }
        const std::vector<bool> second = sidesFor(asked);
        for (std::size_t i = 0; i < asked.size(); ++i)
            asked[i]->trial.x = second[i] ? 1 : 0;
    }

    TrialOrder finished() const {
        std::map<int, int> placeOf;
        for (std::size_t place = 0; place < m_order.size(); ++place)
            placeOf[m_order[place].number] = int(place);
        TrialOrder order;
        for (const Drawn &drawn : m_order) {
            order.trials.push_back(drawn.trial);
            if (drawn.original >= 0)
                order.trials.back().repeats = placeOf.at(drawn.original);
        }
        return order;
    }

    const TestDesign &m_design;
    DrawnNumbers m_lot;
    const int m_rows;
    std::vector<Drawn> m_order;
};

engine::Error notTheSounds(const char *words, const std::string &row) {
    return engine::badInput(
        QCoreApplication::translate("listening", words).arg(QString::fromStdString(row)).toStdString(),
        QCoreApplication::translate("listening", "Make the missing sounds, or take the file of "
                                                 "this test.")
            .toStdString());
}

} // namespace

std::string testId(const TestDesign &design, const std::vector<Stimulus> &stimuli) {
    std::map<std::pair<int, Condition>, const Stimulus *> known;
    for (const Stimulus &stimulus : stimuli) {
        const bool right = stimulus.row >= 0 && stimulus.row < int(design.rows.size()) &&
                           engine::isSha256(stimulus.hash) && stimulus.lengthMs >= 1 && stimulus.lengthMs <= 3'600'000;
        const std::string row = right ? design.rows[std::size_t(stimulus.row)].id : std::to_string(stimulus.row + 1);
        if (!right || !known.try_emplace({stimulus.row, stimulus.condition}, &stimulus).second)
            throw notTheSounds(QT_TRANSLATE_NOOP("listening",
                                                 "A sound of the sentence “%1” is not what the test needs, or "
                                                 "is there twice."),
                               row);
    }
    std::string text = designHash(design);
    std::size_t needed = 0;
    for (int row = 0; row < int(design.rows.size()); ++row) {
        const std::string &id = design.rows[std::size_t(row)].id;
        for (const Condition condition : soundsNeeded(design)) {
            const auto found = known.find({row, condition});
            if (found == known.end())
                throw notTheSounds(QT_TRANSLATE_NOOP("listening", "A sound of the sentence “%1” is missing."), id);
            text += "\n" + id + " " + nameOf(condition) + " " + found->second->hash + " " +
                    std::to_string(found->second->lengthMs);
            ++needed;
        }
    }
    if (needed != stimuli.size())
        throw notTheSounds(QT_TRANSLATE_NOOP("listening", "There are sounds that the test does not need: it has %1."),
                           std::to_string(needed));
    return sha256(text);
}

TrialOrder drawOrder(const TestDesign &design, const std::string &testId, std::uint64_t sessionSeed) {
    return OrderMaker(design, testId, sessionSeed).make();
}

std::string sealedText(const SealedWords &words) {
    engine::Json::Array trials;
    for (const Trial &trial : words.order.trials) {
        engine::Json::Array shown;
        for (const Condition condition : trial.shown)
            shown.emplace_back(nameOf(condition));
        engine::Json::Object object{{"kind", wordFor(trial.kind)}, {"row", trial.row}, {"shown", std::move(shown)}};
        if (trial.repeats >= 0)
            object["repeats"] = trial.repeats;
        if (trial.x >= 0)
            object["x"] = trial.x;
        trials.emplace_back(std::move(object));
    }
    return engine::Json(engine::Json::Object{{"test", words.test},
                                             {"session", words.session},
                                             {"simulated", words.simulated},
                                             {"trials", std::move(trials)}})
        .dump();
}

std::string commitmentTo(const SealedWords &words, const std::string &salt) {
    return sha256(sealedText(words) + "\n" + salt);
}

bool verify(const SealedWords &words, const std::string &salt, const std::string &commitment) {
    return engine::isSha256(salt) && commitmentTo(words, salt) == commitment;
}

std::string wordFor(Trial::Kind kind) {
    return kKinds[std::size_t(kind)];
}

} // namespace app::listening
