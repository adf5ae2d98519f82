#include "ui/listening/results_desk.h"

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <utility>

#include "app/listening/cell_maker.h"
#include "app/listening/session_export.h"
#include "app/speech/speech_queue.h"
#include "app/voices/voice_library.h"
#include "engine/error.h"
#include "ui/listening/listening_desk.h"
#include "ui/listening/listening_pane.h"
#include "ui/listening/results_pane.h"
#include "ui/shared/figures.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/notice_bar.h"

namespace ui::listening {

using app::listening::AppliedChange;
using app::listening::SettingChange;
using app::listening::TestRecord;
using app::listening::TestResults;
using app::storage::Answer;
using shared::Notice;

namespace {

const QString kSubject = QStringLiteral("listening");
constexpr qint64 kLargestRecord = 256'000'000; // bytes

app::Problem problemOf(const std::exception &error) {
    const auto *ours = dynamic_cast<const engine::Error *>(&error);
    return {QString::fromUtf8(error.what()), ours ? QString::fromStdString(ours->remedy()) : QString(), {}};
}

bool isFinished(const app::listening::RecordedSession &session) {
    return std::any_of(session.events.begin(), session.events.end(),
                       [](const auto &event) { return event.kind == app::listening::ListeningEvent::Kind::Finished; });
}

} // namespace

ResultsDesk::ResultsDesk(Uses uses, QWidget *window, QWidget *docks)
    : QObject(window), m_uses(uses), m_window(window), m_pane(new ResultsPane(uses.tests.acts(), docks)),
      m_speed(uses.queue), m_watch(uses.change, uses.takes) {
    connectActs();
    connect(&m_uses.tests, &ListeningDesk::testChanged, this, &ResultsDesk::follow);
    connect(m_pane, &ResultsPane::columnChosen, this, &ResultsDesk::followChoice);
    connect(&m_uses.change, &SettingChange::changed, this, &ResultsDesk::followChange);
    connect(&m_objective, &app::listening::ObjectiveTable::measured, this,
            [this](const std::shared_ptr<const app::listening::MeasuredCells> &cells) {
                m_measured = *cells;
                compute();
            });
    connect(&m_objective, &app::listening::ObjectiveTable::failed, this,
            [this](const app::Problem &problem) { m_uses.notices.post(Notice::Kind::Attention, kSubject, problem); });
    connect(&m_speed, &app::listening::SpeedCheck::measured, this, &ResultsDesk::followSpeed);
    connect(&m_speed, &app::listening::SpeedCheck::failed, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, kSubject + QStringLiteral(".speed"), problem);
        if (const auto change = std::exchange(m_change, std::nullopt); change && !change->isApplied)
            applyNow(change->order);
    });
    connect(&m_watch, &app::listening::RollbackWatch::proposed, this,
            [this](const app::listening::ArtifactWatch &finding) {
                m_uses.notices.post({Notice::Kind::Attention,
                                     finding.sentence(),
                                     {},
                                     {},
                                     {{tr("Roll back"), [this] { rollBack(); }}},
                                     kSubject + QStringLiteral(".watch")});
            });
    follow();
    followChange();
}

ResultsDesk::~ResultsDesk() {
    ++m_round;
}

void ResultsDesk::connectActs() {
    const auto on = [this](ListeningActs::Act act, auto method) {
        connect(m_uses.tests.acts()[act], &QAction::triggered, this, method);
    };
    on(ListeningActs::SaveTable,
       [this] { save(tr("Save the votes"), QStringLiteral("votes.csv"), tr("Tables (*.csv)"), asCsv(*m_record)); });
    on(ListeningActs::SaveSessions, [this] {
        save(tr("Save all sessions"), QStringLiteral("sessions.json"), tr("Sessions (*.json)"),
             app::listening::toJson(*m_record).dump(1));
    });
    on(ListeningActs::SaveLog, [this] { saveLog(false); });
    on(ListeningActs::SaveForm, [this] { saveLog(true); });
    on(ListeningActs::Merge, [this] {
        auto *dialog = new QFileDialog(m_window, tr("Sessions of other listeners"), shared::documentsFolder(),
                                       tr("Sessions (*.json)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &ResultsDesk::merge);
        dialog->open();
    });
    on(ListeningActs::Apply, [this] { apply(); });
    on(ListeningActs::RollBack, [this] { rollBack(); });
}

void ResultsDesk::follow() {
    auto &acts = m_uses.tests.acts();
    m_test = m_uses.tests.testId();
    const auto none = [&](const QString &why) {
        for (const auto act : {ListeningActs::SaveTable, ListeningActs::SaveSessions, ListeningActs::SaveLog,
                               ListeningActs::SaveForm, ListeningActs::Apply})
            acts.setMissing(act, why);
    };
    acts.setMissing(ListeningActs::Merge, m_test.empty() ? tr("Some sounds are not made yet.") : QString());
    if (m_test.empty()) {
        ++m_round;
        m_record.reset();
        none(tr("There are no results yet."));
        m_pane->showNothing(tr("Results come here once a blind session is finished."));
        return;
    }
    m_uses.sessions.test(m_test, this, [this, none, test = m_test](const Answer<TestRecord> &answer) {
        if (test != m_test)
            return;
        const bool any =
            answer && std::any_of(answer.value->sessions.begin(), answer.value->sessions.end(), isFinished);
        if (!any) { // also: nobody has begun
            ++m_round;
            m_record.reset();
            none(tr("There are no results yet."));
            m_pane->showNothing(tr("Nobody has finished a blind session of this test yet."));
            return;
        }
        m_record = std::make_shared<TestRecord>(*answer.value);
        none({});
        if (m_record->design.mode != app::listening::Mode::OriginalForm)
            m_uses.tests.acts().setMissing(ListeningActs::SaveForm,
                                           tr("The test did not ask for the original's form."));
        if (m_measuredFor != m_test) {
            m_objective.cancel(); // of another test
            m_measured = {};
            m_measuredFor = m_test;
            measure();
        }
        compute();
    });
}

void ResultsDesk::compute() {
    if (!m_record)
        return;
    m_thread.post([this, record = m_record, measured = m_measured, round = ++m_round] {
        std::shared_ptr<const TestResults> results;
        app::Problem problem;
        try {
            results = std::make_shared<TestResults>(app::listening::resultsOf(*record, measured));
        } catch (const std::exception &error) {
            problem = problemOf(error);
        }
        QMetaObject::invokeMethod(this, [=, this] {
            if (round != m_round)
                return;
            if (results)
                m_pane->showResults(results);
            else
                m_uses.notices.post(Notice::Kind::Alarm, kSubject, problem);
        });
    });
}

// Every sound that was heard, one after another; the figures come in the background. What is known of how a sound was
// made counts only where the sound of now is the one that was heard.
void ResultsDesk::measure() {
    auto order = std::make_shared<app::listening::MeasureOrder>();
    order->design = m_record->design;
    order->isSeedMatched = m_record->design.flags.empty();
    const bool isPresent = m_uses.cells.design() && designHash(*m_uses.cells.design()) == designHash(m_record->design);
    const auto &conditions = m_uses.cells.conditions();
    auto left = std::make_shared<std::size_t>(m_record->stimuli.size());
    for (const app::listening::Stimulus &stimulus : m_record->stimuli) {
        app::listening::CellSound sound;
        sound.row = stimulus.row;
        sound.condition = stimulus.condition;
        if (isPresent && std::find(conditions.begin(), conditions.end(), stimulus.condition) != conditions.end()) {
            const auto &facts = m_uses.cells.cell(stimulus.row, stimulus.condition).facts;
            if (facts && facts->audio == stimulus.hash) {
                sound.rtf = facts->rtf();
                sound.key = facts->key;
            }
        }
        m_uses.cells.sound(stimulus.hash, this,
                           [=, this, test = m_test](const Answer<engine::ClipPtr> &answer) mutable {
                               if (answer) {
                                   sound.clip = *answer.value;
                                   order->cells.push_back(sound);
                               }
                               if (--*left == 0 && test == m_measuredFor)
                                   m_objective.start(*order);
                           });
    }
}

void ResultsDesk::followChoice() {
    const auto results = m_pane->results();
    const auto column = m_pane->column();
    if (!results || !column)
        return;
    const auto objection = objectionToApplying(*results, *column);
    const AppliedChange order = objection ? AppliedChange{} : SettingChange::orderFor(*results, *column);
    const QStringList differences = objection ? QStringList() : m_uses.change.differences(order);
    m_pane->showOrder(differences, objection.value_or(QString()));
    m_uses.tests.acts().setMissing(ListeningActs::Apply, objection               ? *objection
                                                         : differences.isEmpty() ? tr("It would change nothing.")
                                                                                 : QString());
}

void ResultsDesk::followChange() {
    const auto last = m_uses.change.last();
    m_uses.tests.acts().setMissing(ListeningActs::RollBack,
                                   m_uses.change.mayRollBack() ? QString() : tr("Nothing was applied."));
    QString words;
    if (last && m_uses.change.mayRollBack()) {
        words = tr("Applied on %1: NFE %2, by %3 vote(s).", "date, steps, how many")
                    .arg(QLocale().toString(last->at.toLocalTime(), QLocale::ShortFormat))
                    .arg(last->steps.nfeStep)
                    .arg(last->votes);
        if (const auto &speed = last->speed; speed.before && speed.after) {
            words +=
                u' ' + tr("RTF %1 before, %2 now.").arg(shared::glance(*speed.before), shared::glance(*speed.after));
            if (const auto came = speed.cameTrue())
                words +=
                    u' ' +
                    (*came
                         ? tr("As fast as the test promised, within 5 %.")
                         : tr("Not as fast as the test promised (%1 expected).").arg(shared::glance(*speed.predicted)));
        }
    }
    m_pane->showApplied(words);
    followChoice();
}

void ResultsDesk::apply() {
    const auto results = m_pane->results();
    const auto column = m_pane->column();
    if (!results || !column || objectionToApplying(*results, *column))
        return;
    const AppliedChange order = m_uses.change.withBefore(SettingChange::orderFor(*results, *column));
    const engine::Voice *voice = m_uses.voices.find(QString::fromStdString(results->design.voice));
    const app::listening::ChangeSpeed speed(order);
    m_change.reset();
    m_speed.cancel();
    const bool measuresFirst = voice && speed.needsTwoModels();
    if (measuresFirst)
        m_uses.notices.post({Notice::Kind::Info,
                             tr("How fast the present setting is gets measured first; then the new one is applied."),
                             {},
                             {},
                             {},
                             kSubject});
    else if (!applyNow(order))
        return;
    if (!voice)
        return;
    m_change = Measured{order, speed, app::listening::SpeedCheck::benchmarkRequest(*voice), {}, !measuresFirst};
    m_speed.start(m_change->request, speed.ahead());
}

// Of what the present model was asked, and then, where the change brings another one, of that.
void ResultsDesk::followSpeed(const std::vector<app::listening::MeasuredSpeed> &speeds) {
    if (!m_change)
        return;
    if (!m_change->isApplied) {
        if (!applyNow(m_change->order)) {
            m_change.reset();
            return;
        }
        m_change->isApplied = true;
        m_change->ahead = speeds;
        m_speed.start(m_change->request, m_change->speed.behind());
        return;
    }
    const auto change = std::exchange(m_change, std::nullopt);
    m_uses.change.noteSpeed(change->speed.needsTwoModels() ? change->speed.finding(change->ahead, speeds)
                                                           : change->speed.finding(speeds, {}));
}

bool ResultsDesk::applyNow(const AppliedChange &order) {
    if (const auto problem = m_uses.change.apply(order)) {
        m_uses.notices.post(Notice::Kind::Alarm, kSubject, *problem);
        return false;
    }
    m_uses.notices.post({Notice::Kind::Good,
                         tr("The new default counts from the next utterance on."),
                         {},
                         {},
                         {{tr("Roll back"), [this] { rollBack(); }}},
                         kSubject});
    return true;
}

void ResultsDesk::rollBack() {
    if (!m_uses.change.mayRollBack())
        return;
    m_speed.cancel();
    m_change.reset();
    if (const auto problem = m_uses.change.rollBack())
        m_uses.notices.post(Notice::Kind::Attention, kSubject, *problem);
    else
        m_uses.notices.post({Notice::Kind::Good, tr("The setting of before counts again."), {}, {}, {}, kSubject});
}

void ResultsDesk::merge(const QString &file) {
    m_thread.post([this, file, record = m_record, test = m_test] {
        std::shared_ptr<TestRecord> other;
        app::Problem problem;
        try {
            QFile source(file);
            if (!source.open(QIODevice::ReadOnly) || source.size() > kLargestRecord)
                throw engine::badInput(tr("This file cannot be read as sessions.").toStdString(),
                                       tr("Choose a file that “Save all sessions” wrote.").toStdString());
            const QByteArray bytes = source.readAll();
            other = std::make_shared<TestRecord>(app::listening::parseRecord(
                std::string_view(bytes.constData(), std::size_t(bytes.size())), file.toStdString()));
            if (record) {
                const QStringList differs = app::listening::differencesBetween(*record, *other);
                if (!differs.isEmpty())
                    throw engine::badInput(tr("These sessions are about another test.").toStdString(),
                                           differs.join(u'\n').toStdString());
            } else if (!test.empty() && app::listening::testId(other->design, other->stimuli) != test) {
                throw engine::badInput(tr("These sessions are about another test.").toStdString(),
                                       tr("Choose that test first, or take a file of this one.").toStdString());
            }
        } catch (const std::exception &error) {
            problem = problemOf(error);
            other.reset();
        }
        QMetaObject::invokeMethod(this, [this, other, problem] {
            if (!other) {
                m_uses.notices.post(Notice::Kind::Alarm, kSubject, problem);
                return;
            }
            m_uses.sessions.keep(*other, this, [this](const Answer<int> &answer) {
                if (!answer)
                    m_uses.notices.post(Notice::Kind::Alarm, kSubject, answer.problem);
                else
                    m_uses.notices.post({Notice::Kind::Good,
                                         *answer.value == 0 ? tr("All of these sessions were here already.")
                                                            : tr("%Ln session(s) came in.", nullptr, *answer.value),
                                         {},
                                         {},
                                         {},
                                         kSubject});
                follow();
            });
        });
    });
}

std::optional<std::string> ResultsDesk::newestFinished() const {
    const app::listening::RecordedSession *newest = nullptr;
    for (const auto &session : m_record->sessions) {
        if (isFinished(session) && (!newest || newest->header.created < session.header.created))
            newest = &session;
    }
    return newest ? std::optional(newest->header.id) : std::nullopt;
}

void ResultsDesk::saveLog(bool asForm) {
    const auto session = newestFinished();
    if (!session)
        return;
    try {
        if (asForm)
            save(tr("Save as the original's form"), QStringLiteral("EVALUATION.txt"), tr("Text (*.txt)"),
                 asOriginalForm(*m_record, session));
        else
            save(tr("Save the log"), QStringLiteral("session.txt"), tr("Text (*.txt)"), asLog(*m_record, *session));
    } catch (const engine::Error &error) {
        m_uses.notices.post(Notice::Kind::Alarm, kSubject, problemOf(error));
    }
}

void ResultsDesk::save(const QString &title, const QString &name, const QString &filter, const std::string &bytes) {
    auto *dialog = new QFileDialog(m_window, title, shared::documentsFolder(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this, bytes](const QString &file) {
        m_thread.post([this, file, bytes] {
            QSaveFile target(file);
            const bool written = target.open(QIODevice::WriteOnly) &&
                                 target.write(bytes.data(), qint64(bytes.size())) == qint64(bytes.size()) &&
                                 target.commit();
            const QString why = target.errorString();
            QMetaObject::invokeMethod(this, [this, file, written, why] {
                if (written)
                    m_uses.notices.post(
                        {Notice::Kind::Good, tr("Saved as %1.").arg(QFileInfo(file).fileName()), {}, {}, {}, kSubject});
                else
                    m_uses.notices.post(Notice::Kind::Alarm, kSubject,
                                        {tr("%1 cannot be written.").arg(QFileInfo(file).fileName()),
                                         tr("Choose another place."), why});
            });
        });
    });
    dialog->open();
}

} // namespace ui::listening

#include "moc_results_desk.cpp"
