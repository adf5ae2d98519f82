#include "app/listening/vote_grids.h"

#include <algorithm>

#include "app/listening/listening_words.h"

namespace app::listening {

using engine::statistics::VoteGrid;

namespace {

constexpr const char *kScaleWords[] = {"naturalness", "clarity", "prosody", "quality", "comparison"};
constexpr const char *kScaleNames[] = {
    QT_TRANSLATE_NOOP("listening", "Naturalness"), QT_TRANSLATE_NOOP("listening", "Clarity"),
    QT_TRANSLATE_NOOP("listening", "Prosody"), QT_TRANSLATE_NOOP("listening", "Quality"),
    QT_TRANSLATE_NOOP("listening", "Comparison")};
constexpr double kPointsPerStep = 25;

// The mean of the answers of one listener to one question.
class Means {
public:
    Means(std::size_t listeners, std::size_t rows) : m_sums(listeners, rows), m_counts(listeners, rows) {}

    void add(std::size_t listener, int row, double value) {
        const auto at = std::size_t(row);
        m_sums.set(listener, at, m_sums.at(listener, at).value_or(0) + value);
        m_counts.set(listener, at, m_counts.at(listener, at).value_or(0) + 1);
    }
    VoteGrid grid() const {
        VoteGrid grid(m_sums.listeners(), m_sums.sentences());
        for (std::size_t listener = 0; listener < grid.listeners(); ++listener) {
            for (std::size_t row = 0; row < grid.sentences(); ++row) {
                if (const auto sum = m_sums.at(listener, row))
                    grid.set(listener, row, *sum / *m_counts.at(listener, row));
            }
        }
        return grid;
    }

private:
    VoteGrid m_sums, m_counts;
};

class Collector {
public:
    Collector(const TestDesign &design, std::vector<std::string> listeners)
        : m_design(design), m_listeners(std::move(listeners)) {}

    void add(const ListeningSession &session, const std::string &listener) {
        const auto place =
            std::size_t(std::find(m_listeners.begin(), m_listeners.end(), listener) - m_listeners.begin());
        const auto &trials = session.plan().order.trials;
        for (std::size_t i = 0; i < trials.size(); ++i) {
            const auto &vote = session.state().trials[i].vote;
            if (vote && trials[i].kind == Trial::Kind::Main)
                add(place, trials[i], *vote);
        }
    }

    VoteGrids grids() && {
        VoteGrids grids;
        for (const auto &[key, means] : m_ratings)
            grids.ratings.emplace(key, means.grid());
        for (const auto &[key, means] : m_drops)
            grids.drops.emplace(key, means.grid());
        for (const auto &[condition, means] : m_artifacts)
            grids.artifacts.emplace(condition, means.grid());
        for (const auto &[condition, means] : m_recognised)
            grids.recognised.emplace(condition, means.grid());
        // Of ratings: where both were given. (A vote rates all columns at once.)
        for (const Scale scale : scalesOf(m_design.mode)) {
            const auto baseline = grids.ratings.find({scale, m_design.baseline});
            if (baseline == grids.ratings.end())
                continue;
            for (const Condition candidate : candidates(m_design))
                grids.drops.emplace(std::pair(scale, candidate),
                                    steps(scale, baseline->second, grids.ratings.at({scale, candidate})));
        }
        grids.answers = std::move(m_answers);
        grids.listeners = std::move(m_listeners);
        return grids;
    }

private:
    static VoteGrid steps(Scale scale, const VoteGrid &baseline, const VoteGrid &candidate) {
        VoteGrid drop = engine::statistics::difference(baseline, candidate);
        if (scale != Scale::Quality)
            return drop;
        for (std::size_t listener = 0; listener < drop.listeners(); ++listener) {
            for (std::size_t row = 0; row < drop.sentences(); ++row) {
                if (const auto points = drop.at(listener, row))
                    drop.set(listener, row, *points / kPointsPerStep);
            }
        }
        return drop;
    }

    template <class Key> Means &means(std::map<Key, Means> &all, const Key &key) {
        return all.try_emplace(key, m_listeners.size(), m_design.rows.size()).first->second;
    }

    void rate(Scale scale, std::size_t listener, const Trial &trial, std::size_t place, double value) {
        means(m_ratings, std::pair(scale, trial.shown[place])).add(listener, trial.row, value);
    }

    void add(std::size_t listener, const Trial &trial, const Vote &vote) {
        switch (m_design.mode) {
        case Mode::AbPreference:
        case Mode::Cmos: {
            const bool baselineIsLeft = trial.shown[0] == m_design.baseline;
            const Condition candidate = trial.shown[baselineIsLeft ? 1 : 0];
            means(m_drops, std::pair(Scale::Comparison, candidate))
                .add(listener, trial.row, baselineIsLeft ? -vote.choice : vote.choice);
            break;
        }
        case Mode::Abx: {
            const Condition candidate = trial.shown[trial.shown[0] == m_design.baseline ? 1 : 0];
            const int right = vote.choice == (trial.x == 0 ? -1 : 1) ? 1 : 0;
            means(m_recognised, candidate).add(listener, trial.row, right);
            VoteGrids::Answers &answers = m_answers[candidate];
            ++answers.asked;
            answers.right += right;
            break;
        }
        case Mode::Mushra:
            for (std::size_t place = 0; place < vote.scores.size(); ++place)
                rate(Scale::Quality, listener, trial, place, vote.scores[place]);
            break;
        case Mode::OriginalForm:
            for (std::size_t place = 0; place < vote.forms.size(); ++place) {
                const FormRating &form = vote.forms[place];
                rate(Scale::Naturalness, listener, trial, place, form.naturalness);
                rate(Scale::Clarity, listener, trial, place, form.clarity);
                rate(Scale::Prosody, listener, trial, place, form.prosody);
                means(m_artifacts, trial.shown[place]).add(listener, trial.row, form.artifacts ? 1 : 0);
            }
            break;
        }
    }

    const TestDesign &m_design;
    std::vector<std::string> m_listeners;
    std::map<std::pair<Scale, Condition>, Means> m_ratings, m_drops;
    std::map<Condition, Means> m_artifacts, m_recognised;
    std::map<Condition, VoteGrids::Answers> m_answers;
};

std::string listenerOf(const ListeningSession &session) {
    const SessionHeader &header = session.plan().header;
    return header.listener.empty() ? header.id : header.listener;
}

} // namespace

std::string wordFor(Scale scale) {
    return kScaleWords[std::size_t(scale)];
}

QString nameOf(Scale scale) {
    return say(kScaleNames[std::size_t(scale)]);
}

std::vector<Scale> scalesOf(Mode mode) {
    switch (mode) {
    case Mode::AbPreference:
    case Mode::Cmos:
        return {Scale::Comparison};
    case Mode::Abx:
        return {};
    case Mode::Mushra:
        return {Scale::Quality};
    case Mode::OriginalForm:
        break;
    }
    return {Scale::Naturalness, Scale::Clarity, Scale::Prosody};
}

std::vector<Scale> decidingScales(Mode mode) {
    return mode == Mode::OriginalForm ? std::vector{Scale::Naturalness, Scale::Prosody} : scalesOf(mode);
}

VoteGrids gridsOf(const TestDesign &design, const std::vector<ListeningSession> &sessions,
                  const std::vector<bool> &counts) {
    std::vector<const ListeningSession *> counted;
    std::vector<std::string> listeners;
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        if (sessions[i].state().stage < SessionState::Stage::Finished || (!counts.empty() && !counts.at(i)))
            continue;
        counted.push_back(&sessions[i]);
        listeners.push_back(listenerOf(sessions[i]));
    }
    std::sort(listeners.begin(), listeners.end());
    listeners.erase(std::unique(listeners.begin(), listeners.end()), listeners.end());
    Collector collector(design, std::move(listeners));
    for (const ListeningSession *session : counted)
        collector.add(*session, listenerOf(*session));
    return std::move(collector).grids();
}

VoteGrid ofCategory(const VoteGrid &grid, const TestDesign &design, const std::string &category) {
    VoteGrid only = grid;
    for (std::size_t row = 0; row < design.rows.size(); ++row) {
        for (std::size_t listener = 0; design.rows[row].category != category && listener < grid.listeners(); ++listener)
            only.clear(listener, row);
    }
    return only;
}

std::vector<std::string> categoriesOf(const TestDesign &design) {
    std::vector<std::string> all;
    for (const TestRow &row : design.rows) {
        if (std::find(all.begin(), all.end(), row.category) == all.end())
            all.push_back(row.category);
    }
    return all;
}

} // namespace app::listening
