// Sessions as a table: session_export.h.
#include <QDateTime>

#include "app/listening/listening_session.h"
#include "app/listening/session_export.h"

namespace app::listening {

namespace {

std::string quoted(const std::string &text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

// The rows of one session.
class SessionTable {
public:
    SessionTable(const TestRecord &record, const RecordedSession &session)
        : m_record(record),
          m_session(ListeningSession::replay(
              std::make_shared<const SessionPlan>(planOf(record.design, record.stimuli, session.header)),
              session.events)) {}

    std::string rows() {
        if (m_session.state().stage < SessionState::Stage::Finished)
            return {};
        const auto &trials = m_session.plan().order.trials;
        for (int trial = 0; trial < int(trials.size()); ++trial) {
            const TrialState &state = m_session.state().trials[std::size_t(trial)];
            if (state.vote)
                addTrial(trial, trials[std::size_t(trial)], *state.vote);
        }
        return std::move(m_text);
    }

private:
    void addTrial(int number, const Trial &trial, const Vote &vote) {
        switch (m_record.design.mode) {
        case Mode::AbPreference:
        case Mode::Cmos: {
            const std::string scale = m_record.design.mode == Mode::Cmos ? "cmos" : "preference";
            add(number, 0, 1, scale, std::to_string(-vote.choice));
            add(number, 1, 0, scale, std::to_string(vote.choice));
            break;
        }
        case Mode::Abx: {
            const int candidate = trial.shown[0] == m_record.design.baseline || trial.shown[1] == kAnchor ? 1 : 0;
            add(number, candidate, 1 - candidate, "correct", vote.choice == (trial.x == 0 ? -1 : 1) ? "1" : "0");
            add(number, candidate, 1 - candidate, "confidence", std::to_string(vote.confidence));
            break;
        }
        case Mode::Mushra:
            for (std::size_t place = 0; place < vote.scores.size(); ++place)
                add(number, int(place), -1, "quality", std::to_string(vote.scores[place]));
            break;
        case Mode::OriginalForm:
            for (std::size_t place = 0; place < vote.forms.size(); ++place) {
                const FormRating &form = vote.forms[place];
                add(number, int(place), -1, "naturalness", std::to_string(form.naturalness));
                add(number, int(place), -1, "clarity", std::to_string(form.clarity));
                add(number, int(place), -1, "prosody", std::to_string(form.prosody));
                add(number, int(place), -1, "artifacts", form.artifacts ? "1" : "0");
            }
            if (!vote.notes.empty())
                add(number, -1, -1, "notes", vote.notes);
            break;
        }
    }

    // Places of −1: none.
    void add(int number, int place, int other, const std::string &scale, const std::string &value) {
        const SessionHeader &header = m_session.plan().header;
        const Trial &trial = m_session.plan().order.trials[std::size_t(number)];
        const TrialState &state = m_session.state().trials[std::size_t(number)];
        const TestRow &row = m_record.design.rows[std::size_t(trial.row)];
        const auto key = [&](int at) {
            return at < 0 ? std::string() : keyOf(m_record.design, trial.shown[std::size_t(at)]);
        };
        const std::string at =
            QDateTime::fromMSecsSinceEpoch(state.votedAt, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
        const std::string heard = place < 0 ? std::string() : std::to_string(state.heardMs[std::size_t(place)]);
        bool first = true;
        for (const std::string &cell :
             {header.test, header.id, header.listener, std::string(header.simulated ? "1" : "0"),
              std::string(m_session.isComplete() ? "1" : "0"), std::to_string(number + 1), wordFor(trial.kind), row.id,
              row.category, key(place), place < 0 ? std::string() : std::to_string(place + 1), key(other), scale, value,
              heard, std::to_string(state.undone), at}) {
            m_text += (first ? "" : ",") + quoted(cell);
            first = false;
        }
        m_text += "\r\n";
    }

    const TestRecord &m_record;
    const ListeningSession m_session;
    std::string m_text;
};

} // namespace

std::string asCsv(const TestRecord &record) {
    std::string text =
        "test,session,listener,simulated,complete,trial,kind,row,category,column,place,other,scale,value,"
        "heard_ms,undone,voted_at\r\n";
    for (const RecordedSession &session : record.sessions)
        text += SessionTable(record, session).rows();
    return text;
}

} // namespace app::listening
