#include "ui/listening/results_desk.h"

#include <QAction>

#include <algorithm>
#include <utility>

#include "app/listening/cell_maker.h"
#include "engine/error.h"
#include "ui/listening/batch_desk.h"
#include "ui/listening/decision_desk.h"
#include "ui/listening/listening_desk.h"
#include "ui/listening/measure_desk.h"
#include "ui/listening/notice_subject.h"
#include "ui/listening/result_files.h"
#include "ui/listening/results_pane.h"
#include "ui/shared/figures.h"
#include "ui/shared/notice_bar.h"

namespace ui::listening {

using app::listening::TestRecord;
using app::listening::TestResults;
using app::storage::Answer;
using shared::Notice;

ResultsDesk::ResultsDesk(Uses uses, QWidget *window, QWidget *docks)
    : QObject(window), m_uses(uses), m_pane(new ResultsPane(uses.tests.acts(), docks)),
      m_decision(new DecisionDesk(
          {uses.tests.acts(), *m_pane, uses.change, uses.queue, uses.voices, uses.takes, uses.spoken, uses.notices},
          window)),
      m_files(new ResultFiles(uses.tests.acts(), uses.sessions, uses.notices, window)),
      m_measures(uses.cells, uses.voices, this),
      m_batch(new BatchDesk(uses.batchCells, uses.sessions, uses.notices, this)) {
    connect(&m_uses.tests, &ListeningDesk::testChanged, this, &ResultsDesk::follow);
    connect(m_files, &ResultFiles::merged, this, &ResultsDesk::follow);
    connect(m_pane, &ResultsPane::shown, this, &ResultsDesk::judge);
    connect(&m_measures, &SoundMeasures::measured, this,
            [this](const std::shared_ptr<const app::listening::MeasuredCells> &cells) {
                m_measured = *cells;
                compute();
            });
    connect(&m_measures, &SoundMeasures::failed, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, kSubject + QStringLiteral(".measures"), problem); // as the grid's
    });
    connect(m_uses.tests.acts()[ListeningActs::Batch], &QAction::triggered, this, [this] {
        if (m_batch->isRunning())
            m_batch->stop();
        else if (const auto results = m_pane->results())
            m_batch->start(*results);
    });
    connect(m_batch, &BatchDesk::changed, this, [this] {
        followBatch();
        readBatches();
        m_uses.tests.weigh(); // its sounds, too
    });
    connect(m_batch, &BatchDesk::progressed, this, [this](int made, int of) {
        if (!isCountedHere())
            return;
        m_uses.tests.acts()[ListeningActs::Batch]->setText(tr("Stop c&ounting artifacts (%1 of %2)").arg(made).arg(of));
        QString words = tr("Artifacts are being counted: %1 of %2 sounds.").arg(made).arg(of);
        if (const auto left = m_uses.batchCells.progress().secondsLeft)
            words += u' ' + tr("%1 left").arg(shared::clockTime(*left, 0)) + u'.';
        m_pane->showCounting(words);
    });
    connect(&m_uses.tests.measures(), &MeasureDesk::broughtChanged, this, [this] {
        if (m_record)
            measure();
    });
    follow();
}

ResultsDesk::~ResultsDesk() {
    ++m_round;
}

void ResultsDesk::follow() {
    if (std::string test = m_uses.tests.testId(); test != m_test) {
        m_test = std::move(test);
        m_record.reset();
        m_batches.reset();
        m_files->follow(m_test, nullptr);
    }
    m_uses.tests.acts().setMissing(ListeningActs::Merge,
                                   m_test.empty() ? tr("Some sounds are not made yet.") : QString());
    if (m_test.empty()) {
        const bool none = !m_uses.tests.test();
        showNothing(none ? tr("There is no listening test yet.") : tr("The sounds of this test are not made yet."),
                    none ? tr("What a test says comes here: which settings are as good as the present one, with the "
                              "certainty that the votes allow.")
                         : tr("When they are, somebody listens blind, and what the votes say comes here."));
        m_pane->offer(none ? ListeningActs::New : ListeningActs::Make);
        return;
    }
    m_uses.sessions.test(m_test, this, [this, test = m_test](const Answer<TestRecord> &answer) {
        if (test == m_test)
            take(answer);
    });
}

void ResultsDesk::take(const Answer<TestRecord> &answer) {
    const bool any = answer && std::any_of(answer.value->sessions.begin(), answer.value->sessions.end(), isFinished);
    if (!any) { // also: nobody has begun
        const bool begun = answer && !answer.value->sessions.empty();
        showNothing(tr("Nobody has finished a blind session of this test yet."),
                    begun ? tr("What the votes say comes here when the session is finished; it goes on where it was "
                               "left.")
                          : tr("What the votes say comes here, in plain words first: a setting is accepted, rejected, "
                               "or more votes are needed."));
        m_pane->offer(ListeningActs::Listen);
        return;
    }
    m_record = std::make_shared<TestRecord>(*answer.value);
    m_files->follow(m_test, m_record);
    auto &acts = m_uses.tests.acts();
    for (const auto act :
         {ListeningActs::SaveTable, ListeningActs::SaveSessions, ListeningActs::SaveLog, ListeningActs::SaveForm})
        acts.setMissing(act, {});
    if (m_record->design.mode != app::listening::Mode::OriginalForm)
        acts.setMissing(ListeningActs::SaveForm, tr("The test did not ask for the original's form."));
    followBatch();
    if (m_measuredFor != m_test || (m_isMeasuredEarly && !m_uses.cells.isLooking())) {
        m_measures.cancel(); // of another test
        m_measured = {};
        m_measuredFor = m_test;
        measure();
    }
    judge();
}

bool ResultsDesk::isCountedHere() const {
    return m_batch->isRunning() && m_batch->testId() == m_test;
}

void ResultsDesk::followBatch() {
    auto &acts = m_uses.tests.acts();
    const bool runs = m_batch->isRunning();
    m_pane->showCounting(isCountedHere() ? tr("Artifacts are being counted.") : QString());
    QString name = QString::fromStdString(m_batch->test().name);
    acts[ListeningActs::Batch]->setText(
        !runs ? tr("C&ount artifacts")
        : isCountedHere()
            ? tr("Stop c&ounting artifacts")
            : tr("Stop c&ounting artifacts of “%1”", "a test").arg(name.replace(u'&', QLatin1String("&&"))));
    const bool isForeign = m_record && !m_record->design.flags.empty();
    const bool isAbx = m_record && m_record->design.mode == app::listening::Mode::Abx;
    acts.setMissing(ListeningActs::Batch, runs        ? QString()
                                          : !m_record ? tr("There are no results yet.")
                                          : isForeign ? tr("The sounds of this test were made elsewhere.")
                                          : isAbx
                                              ? tr("This test asks whether a difference is heard, and decides nothing.")
                                              : QString());
}

void ResultsDesk::showNothing(const QString &why, const QString &what) {
    ++m_round;
    m_record.reset();
    m_looks.clear();
    m_files->follow(m_test, nullptr);
    for (const auto act : {ListeningActs::SaveTable, ListeningActs::SaveSessions, ListeningActs::SaveLog,
                           ListeningActs::SaveForm, ListeningActs::Apply, ListeningActs::WriteToml})
        m_uses.tests.acts().setMissing(act, tr("There are no results yet."));
    followBatch();
    m_pane->showNothing(why, what);
}

// A pane that nobody sees is no look; it becomes one when it is shown.
void ResultsDesk::judge() {
    if (!m_record)
        return;
    const auto take = [this, record = m_record](const Answer<std::vector<app::listening::Look>> &answer) {
        if (record != m_record)
            return;
        if (answer)
            m_looks = *answer.value;
        else
            m_uses.notices.post(Notice::Kind::Attention, kSubject, answer.problem);
        readBatches();
    };
    if (m_pane->isVisible())
        m_uses.sessions.look(m_test, this, take);
    else
        m_uses.sessions.looks(m_test, this, take);
}

// Before anything is computed: what was counted once may rule a setting out.
void ResultsDesk::readBatches() {
    if (!m_record)
        return;
    using Batches = std::vector<app::listening::CountedBatch>;
    m_uses.sessions.batches(m_test, this, [this, record = m_record](const Answer<Batches> &answer) {
        if (record != m_record)
            return;
        if (answer)
            m_batches = *answer.value;
        else
            m_uses.notices.post(Notice::Kind::Alarm, kSubject, answer.problem);
        compute();
    });
}

void ResultsDesk::compute() {
    if (!m_record || !m_batches)
        return;
    app::listening::ResultOptions options;
    options.looks = m_looks;
    options.batches = *m_batches;
    m_thread.post([this, record = m_record, measured = m_measured, options, round = ++m_round] {
        std::shared_ptr<const TestResults> results;
        app::Problem problem;
        try {
            results = std::make_shared<TestResults>(app::listening::resultsOf(*record, measured, options));
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
    m_isMeasuredEarly = m_uses.cells.isLooking();
    const bool isPresent = m_uses.cells.design() && designHash(*m_uses.cells.design()) == designHash(m_record->design);
    const auto &conditions = m_uses.cells.conditions();
    std::vector<SoundMeasures::Sound> sounds;
    for (const app::listening::Stimulus &stimulus : m_record->stimuli) {
        SoundMeasures::Sound sound{stimulus.row, stimulus.condition, stimulus.hash};
        if (isPresent && std::find(conditions.begin(), conditions.end(), stimulus.condition) != conditions.end()) {
            const auto &facts = m_uses.cells.cell(stimulus.row, stimulus.condition).facts;
            if (facts && facts->audio == stimulus.hash) {
                sound.rtf = facts->rtf();
                sound.key = facts->key;
            }
        }
        sounds.push_back(std::move(sound));
    }
    m_measures.start(m_record->design, sounds, m_uses.tests.measures().brought());
}

} // namespace ui::listening

#include "moc_results_desk.cpp"
