#include "app/listening/simulated_listener.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <random>
#include <set>

#include "app/listening/listening_session.h"
#include "app/listening/listening_words.h"
#include "engine/error.h"

namespace app::listening {

using Kind = ListeningEvent::Kind;

namespace {

constexpr double kBaseline = 4, kReferenceWorth = 4.3, kAnchorWorth = 1.8;

[[noreturn]] void refuseWords(const std::string &part) {
    throw engine::badInput(
        say("“%1” says nothing of a simulated listener.").arg(QString::fromStdString(part.substr(0, 80))).toStdString(),
        sayPlain("Write for example sd=0.7,effect=0.8,listeners=5,seed=1."));
}

template <class Number> void readInto(Number &number, const std::string &part, Number lowest, Number highest) {
    const std::string value = part.substr(part.find('=') + 1);
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size() || !(number >= lowest && number <= highest))
        refuseWords(part);
}

class Answers {
public:
    Answers(const TestDesign &design, const SimulatedTaste &taste, std::uint64_t seed)
        : m_design(design), m_taste(taste), m_random(seed) {}

    Vote to(const Trial &trial) {
        Vote vote;
        const double drop = difference(trial);
        switch (m_design.mode) {
        case Mode::AbPreference:
            vote.choice = preference(drop + noise());
            break;
        case Mode::Cmos:
            vote.choice = rounded(drop + noise(), -3, 3);
            break;
        case Mode::Abx: {
            const double share = m_taste.sd > 0 ? 1 - std::exp(-std::pow(drop / m_taste.sd, 2)) : drop != 0;
            const bool heard = std::bernoulli_distribution(share)(m_random);
            const bool guess = std::bernoulli_distribution(0.5)(m_random);
            vote.choice = (heard || guess) == (trial.x == 0) ? -1 : 1;
            vote.confidence = heard ? 3 : 1;
            break;
        }
        case Mode::Mushra:
            for (const Condition shown : trial.shown)
                vote.scores.push_back(rounded(25 * (worth(shown) + noiseOfOne() - 1) + 20, 0, 100));
            break;
        case Mode::OriginalForm:
            for (const Condition shown : trial.shown)
                vote.forms.push_back({rounded(worth(shown) + noiseOfOne(), 1, 5),
                                      rounded(worth(shown) + noiseOfOne(), 1, 5),
                                      rounded(worth(shown) + noiseOfOne(), 1, 5), false});
            break;
        }
        return vote;
    }

private:
    double worth(Condition condition) const {
        if (condition >= 0)
            return condition == m_design.baseline ? kBaseline : kBaseline - m_taste.effect;
        return condition == kReference ? kReferenceWorth : kAnchorWorth;
    }
    // By how much the one on the right is better.
    double difference(const Trial &trial) const {
        return isPairwise(m_design.mode) ? worth(trial.shown.at(1)) - worth(trial.shown.at(0)) : 0;
    }
    int preference(double difference) const {
        if (m_design.noPreference && std::abs(difference) < 0.5)
            return 0;
        return difference < 0 ? -1 : 1;
    }
    static int rounded(double value, int lowest, int highest) {
        return int(std::clamp(std::lround(value), long(lowest), long(highest)));
    }
    double noiseOfOne() { return noise() / std::numbers::sqrt2; } // two of them differ by noise()
    double noise() { return m_taste.sd > 0 ? std::normal_distribution<double>(0, m_taste.sd)(m_random) : 0; }

    const TestDesign &m_design;
    const SimulatedTaste m_taste;
    std::mt19937_64 m_random;
};

} // namespace

SimulatedTaste tasteFrom(const std::string &text) {
    SimulatedTaste taste;
    std::set<std::string> seen;
    for (std::size_t at = 0; at <= text.size() && !text.empty();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        const std::string part = text.substr(at, comma - at), word = part.substr(0, part.find('='));
        if (!seen.insert(word).second || part.find('=') == std::string::npos)
            refuseWords(part);
        if (word == "sd")
            readInto(taste.sd, part, 0.0, 10.0);
        else if (word == "effect")
            readInto(taste.effect, part, -4.0, 4.0);
        else if (word == "listeners")
            readInto(taste.listeners, part, 1, 1000);
        else if (word == "seed")
            readInto(taste.seed, part, std::uint64_t(0), UINT64_MAX);
        else
            refuseWords(part);
        at = comma + 1;
    }
    return taste;
}

std::vector<ListeningEvent> simulatedEvents(const std::shared_ptr<const SessionPlan> &plan, const SimulatedTaste &taste,
                                            int number) {
    if (!plan->header.simulated)
        throw engine::badInput(sayPlain("A person's session is not answered by a program."),
                               sayPlain("Begin a simulated one."));
    ListeningSession session(plan);
    std::vector<ListeningEvent> events;
    const auto apply = [&](ListeningEvent event) {
        event.at = plan->header.created + 1000 * std::int64_t(session.state().events);
        session.apply(event);
        events.push_back(std::move(event));
    };
    Answers answers(plan->design, taste, taste.seed * 1'000'003 + std::uint64_t(number));
    apply({Kind::Began});
    while (const Trial *trial = session.currentTrial()) {
        const int current = session.state().current;
        for (const int place : session.placesOf(current)) {
            apply({Kind::Played, 0, current, place});
            ListeningEvent heard{Kind::Heard, 0, current, place};
            heard.heardMs = std::max(1, session.neededMs(current, place));
            apply(heard);
        }
        ListeningEvent vote{Kind::Voted, 0, current};
        vote.vote = answers.to(*trial);
        apply(std::move(vote));
    }
    if (plan->design.mode == Mode::OriginalForm) {
        ListeningEvent assessed{Kind::Assessed};
        const bool worse = taste.effect > plan->design.margins.inferior;
        assessed.assessment = Assessment{worse, !worse, !worse, !worse, "Simulated."};
        apply(std::move(assessed));
    }
    apply({Kind::Finished});
    apply({Kind::Revealed});
    return events;
}

} // namespace app::listening
