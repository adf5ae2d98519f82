#include "app/cli/voting_room.h"

#include <QDateTime>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include <unistd.h>

#include "app/listening/cell_plan.h"
#include "engine/audio/loudness.h"
#include "engine/audio/row_levels.h"
#include "engine/cli/console.h"

namespace app::cli {

using namespace listening;
using engine::cli::print;
using Kind = ListeningEvent::Kind;

namespace {

constexpr const char *kHelp =
    "  a b …   hear that sound, from where the other one is      x   hear X (ABX)\n"
    "  s       silence                                           u   take the last answer back\n"
    "  q       go; what was answered stays                       ?   this help\n";

const char *answersOf(Mode mode) {
    switch (mode) {
    case Mode::AbPreference:
        return "  < the first is better, > the second, = no difference\n";
    case Mode::Cmos:
        return "  -3 … 3: the second is much worse, worse, slightly worse, the same (0), slightly better … much "
               "better\n";
    case Mode::Abx:
        return "  < X is the first, > X is the second; behind it how sure you are, 1 a guess … 3 sure: \"> 2\"\n";
    case Mode::Mushra:
        return "  a number from 0 to 100 for each sound, in their order: 80 95 20 …\n";
    case Mode::OriginalForm:
        return "  for each sound naturalness, clarity, prosody (1 … 5) and artifacts (y/n), with a comma between the "
               "sounds\n  and notes behind a semicolon: 4 4 5 n, 3 4 4 y; a click at the end\n";
    }
    return "";
}

std::vector<std::string> wordsOf(const std::string &text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

std::optional<int> number(std::string word, int lowest, int highest) {
    if (word.starts_with('+'))
        word.erase(0, 1);
    int value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    const bool whole = error == std::errc() && end == word.data() + word.size();
    return whole && value >= lowest && value <= highest ? std::optional(value) : std::nullopt;
}

std::optional<FormRating> formIn(const std::string &text) {
    const auto words = wordsOf(text);
    if (words.size() != 4 || (words[3] != "y" && words[3] != "n"))
        return std::nullopt;
    const auto naturalness = number(words[0], 1, 5), clarity = number(words[1], 1, 5), prosody = number(words[2], 1, 5);
    if (!naturalness || !clarity || !prosody)
        return std::nullopt;
    return FormRating{*naturalness, *clarity, *prosody, words[3] == "y"};
}

} // namespace

VotingRoom::VotingRoom(CompareDesk &desk, std::shared_ptr<const SessionPlan> plan, std::vector<Event> events)
    : m_desk(desk), m_plan(plan), m_recorder(desk.sessions(), std::move(plan), std::move(events)) {
    connect(&m_player, &speech::Player::positionChanged, this, [this](double seconds) { m_position = seconds; });
    connect(&m_player, &speech::Player::problem, this, [](const Problem &problem) {
        engine::cli::note(problem.what.toStdString() + "\n  " + problem.remedy.toStdString());
    });
    connect(&m_recorder, &SessionRecorder::notRecorded, this, [this](const Problem &problem) {
        m_problem = problem;
        leave(Leaving::Left);
    });
}

VotingRoom::Leaving VotingRoom::run(const std::stop_token &stop) {
    const SessionState &state = m_recorder.session().state();
    if (state.stage == SessionState::Stage::NotBegun)
        record({Kind::Began});
    else if (state.paused)
        record({Kind::Resumed});
    print("Sealed order: " + m_plan->header.commitment + "\n" + kHelp + answersOf(m_plan->design.mode));
    connect(&m_typed, &QSocketNotifier::activated, this, [this] { read(); });
    const std::stop_callback stopped(
        stop, [this] { QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit, Qt::QueuedConnection); });
    ask();
    if (m_recorder.expected().currentTrial())
        m_loop.exec();
    noteHeard();
    m_player.stop();
    if (m_recorder.expected().state().stage == SessionState::Stage::Asking && !m_problem)
        record({Kind::Paused});
    QEventLoop written;
    connect(&m_recorder, &SessionRecorder::recorded, &written, &QEventLoop::quit);
    connect(&m_recorder, &SessionRecorder::notRecorded, &written, &QEventLoop::quit);
    while (m_recorder.isWriting())
        written.exec();
    if (m_problem)
        throw engine::failure(m_problem->what.toStdString(), m_problem->remedy.toStdString());
    return m_leaving;
}

void VotingRoom::record(Event event) {
    event.at = QDateTime::currentMSecsSinceEpoch();
    m_recorder.record(event);
}

void VotingRoom::loadTrial() {
    const ListeningSession &session = m_recorder.expected();
    const int trial = session.state().current;
    if (trial == m_trial)
        return;
    m_player.stop();
    m_clips.clear();
    m_heard = -1;
    m_trial = trial;
    m_typed.setEnabled(false); // nothing is answered while sounds are waited for
    for (const int place : session.placesOf(trial)) {
        const std::string hash = session.soundAt(trial, place).hash;
        m_clips.push_back(
            m_desk.wait<engine::ClipPtr>([&](auto *context, auto done) { m_desk.maker().sound(hash, context, done); }));
    }
    m_typed.setEnabled(true);
    if (m_plan->design.asDelivered)
        return;
    const engine::audio::RowLevels levels = engine::audio::rowLevels(m_clips, m_plan->design.targetLufs);
    for (std::size_t i = 0; i < m_clips.size(); ++i)
        m_clips[i] = std::make_shared<const engine::Clip>(engine::audio::withGain(*m_clips[i], levels.clips[i].gain));
}

void VotingRoom::ask() {
    const ListeningSession &session = m_recorder.expected();
    const Trial *trial = session.currentTrial();
    if (!trial)
        return leave(Leaving::Finished);
    loadTrial();
    std::string letters;
    for (std::size_t i = 0; i < trial->shown.size(); ++i)
        letters += std::string(1, ' ') + char('a' + int(i));
    print("\nQuestion " + std::to_string(session.state().current + 1) + " of " +
          std::to_string(m_plan->order.trials.size()) + ":" + letters + (trial->x >= 0 ? " x" : "") + "\n  " +
          m_plan->design.rows[std::size_t(trial->row)].text + "\n> ");
    engine::cli::flushOutput();
}

void VotingRoom::read() {
    char bytes[4096];
    const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (count <= 0)
        return leave(Leaving::Left);
    m_line.append(bytes, std::size_t(count));
    for (std::size_t end = 0; (end = m_line.find('\n')) != std::string::npos && !m_problem;) {
        if (!m_recorder.expected().currentTrial())
            return; // what is left is of the questions behind the last one
        const std::string line = m_line.substr(0, end);
        m_line.erase(0, end + 1);
        try {
            typed(line);
        } catch (const engine::Error &error) { // no further than the event loop
            m_problem = listening::problemOf(error);
            leave(Leaving::Left);
        }
    }
    if (m_line.size() > 10'000)
        m_line.clear();
}

void VotingRoom::typed(const std::string &line) {
    const auto words = wordsOf(line);
    if (words.empty())
        return;
    if (words.size() == 1 && hear(words[0]))
        return;
    if (words[0] == "?")
        print(std::string(kHelp) + answersOf(m_plan->design.mode) + "> ");
    else if (words[0] == "q")
        leave(Leaving::Left);
    else if (words[0] == "u")
        undo();
    else if (words[0] == "s") {
        noteHeard();
        m_player.stop();
    } else
        vote(line);
    engine::cli::flushOutput();
}

bool VotingRoom::hear(const std::string &word) {
    const Trial &trial = *m_recorder.expected().currentTrial();
    const bool isX = word == "x" && trial.x >= 0;
    const int index = isX ? int(trial.shown.size()) : word.size() == 1 ? word[0] - 'a' : -1;
    if (index < 0 || (!isX && index >= int(trial.shown.size())))
        return false;
    noteHeard();
    const bool goesOn = m_player.state() == speech::Player::State::Playing && m_heard >= 0;
    Event event{goesOn ? Kind::Switched : Kind::Played, 0, m_recorder.expected().state().current,
                isX ? kPlaceOfX : index};
    event.positionMs = goesOn ? int(m_position * 1000) : 0;
    record(event);
    m_from = goesOn ? m_position : 0;
    if (goesOn) {
        m_player.hear(index);
    } else {
        std::vector<speech::GroupClip> group;
        for (const engine::ClipPtr &clip : m_clips)
            group.push_back({clip, 1.0});
        m_position = 0;
        m_player.playGroup(group, index);
    }
    m_heard = index;
    return true;
}

// As far as the device has come.
void VotingRoom::noteHeard() {
    const ListeningSession &session = m_recorder.expected();
    if (m_heard < 0 || session.state().current != m_trial || session.state().playing < 0 || !session.currentTrial())
        return;
    const double end = std::min(m_position, m_clips[std::size_t(m_heard)]->seconds());
    Event event{Kind::Heard, 0, m_trial, session.state().playing};
    event.heardMs = int(std::lround((end - m_from) * 1000));
    m_from = std::max(m_from, end);
    if (event.heardMs > 0)
        record(event);
    if (m_player.state() != speech::Player::State::Playing)
        m_heard = -1;
}

std::optional<Vote> VotingRoom::voteIn(const std::string &line, std::string &objection) const {
    const Mode mode = m_plan->design.mode;
    const auto words = wordsOf(line);
    const std::size_t places = m_recorder.expected().currentTrial()->shown.size();
    Vote vote;
    objection = answersOf(mode);
    if (mode == Mode::AbPreference || mode == Mode::Abx) {
        const std::size_t at = words[0] == "<" ? 0 : words[0] == "=" ? 1 : words[0] == ">" ? 2 : 3;
        if (at == 3 || (mode == Mode::Abx && (at == 1 || words.size() != 2)))
            return std::nullopt;
        vote.choice = int(at) - 1;
        if (mode == Mode::Abx) {
            const auto sure = number(words[1], 1, 3);
            if (!sure)
                return std::nullopt;
            vote.confidence = *sure;
        }
        return vote;
    }
    if (mode == Mode::Cmos) {
        const auto choice = words.size() == 1 ? number(words[0], -3, 3) : std::nullopt;
        vote.choice = choice.value_or(0);
        return choice ? std::optional(vote) : std::nullopt;
    }
    if (mode == Mode::Mushra) {
        for (const std::string &word : words) {
            const auto score = number(word, 0, 100);
            if (!score)
                return std::nullopt;
            vote.scores.push_back(*score);
        }
        return vote.scores.size() == places ? std::optional(vote) : std::nullopt;
    }
    const std::size_t notes = std::min(line.find(';'), line.size());
    vote.notes = notes < line.size() ? line.substr(notes + 1) : std::string();
    std::istringstream parts(line.substr(0, notes));
    for (std::string part; std::getline(parts, part, ',');) {
        const auto form = formIn(part);
        if (!form)
            return std::nullopt;
        vote.forms.push_back(*form);
    }
    return vote.forms.size() == places ? std::optional(vote) : std::nullopt;
}

void VotingRoom::vote(const std::string &line) {
    noteHeard();
    std::string objection;
    const auto answer = voteIn(line, objection);
    if (!answer)
        return print(objection + "> ");
    Event event{Kind::Voted, 0, m_recorder.expected().state().current};
    event.vote = *answer;
    if (const auto why = m_recorder.expected().objectionTo(event))
        return print("  " + *why + "\n> ");
    m_player.stop();
    record(event);
    ask();
}

void VotingRoom::undo() {
    const Event event{Kind::Undone};
    if (const auto why = m_recorder.expected().objectionTo(event))
        return print("  " + *why + "\n> ");
    record(event);
    m_trial = -1;
    ask();
}

void VotingRoom::leave(Leaving how) {
    if (m_recorder.expected().currentTrial() ||
        how == Leaving::Finished) // the end of the input may follow the last answer
        m_leaving = how;
    m_loop.quit();
}

} // namespace app::cli

#include "moc_voting_room.cpp"
