#include "ui/listening/listening_desk.h"

#include <QAction>
#include <QFileDialog>

#include <algorithm>
#include <deque>

#include "app/listening/sentence_sets.h"
#include "app/settings/settings.h"
#include "app/voices/voice_library.h"
#include "ui/listening/blind_desk.h"
#include "ui/listening/blind_page.h"
#include "ui/listening/design_editor.h"
#include "ui/listening/listening_pane.h"
#include "ui/listening/measure_desk.h"
#include "ui/listening/notice_subject.h"
#include "ui/listening/pair_desk.h"
#include "ui/listening/sound_folder.h"
#include "ui/listening/sound_keeper.h"
#include "ui/listening/test_round.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/transport.h"

namespace ui::listening {

using app::listening::CellMaker;
using app::listening::CellState;
using app::listening::Condition;
using app::listening::StoredDesign;
using app::listening::TestColumn;
using app::listening::TestDesign;
using app::storage::Answer;
using shared::Notice;

namespace {

QString nameOf(const TestDesign &design) {
    return design.name.empty() ? ListeningDesk::tr("Listening test") : QString::fromStdString(design.name);
}

} // namespace

ListeningDesk::ListeningDesk(Uses uses, QWidget *window, QWidget *docks, QWidget *stage)
    : QObject(window), m_uses(uses), m_window(window), m_acts(new ListeningActs(this)),
      m_pane(new ListeningPane(uses.cells, *m_acts, docks)),
      m_pairs(new PairDesk({uses.designs, uses.cells, uses.notices}, window)),
      m_blindDesk(new BlindDesk({uses.cells, uses.sessions, uses.player, uses.notices, [this] { return listener(); }},
                                this, stage)),
      m_sounds(new SoundFolder(uses.cells, uses.notices, this)),
      m_keeper(new SoundKeeper(uses.cells, uses.notices, this)), m_round(new TestRound(uses.cells, this)),
      m_measures(new MeasureDesk(uses.settings, uses.cells, uses.voices, m_pane->model(), uses.notices, window)) {
    connectActs();
    connect(m_pane, &ListeningPane::shown, this, &ListeningDesk::look);
    connect(m_pane, &ListeningPane::testChosen, this, [this](const QString &id) { choose(id.toStdString()); });
    connect(m_pane, &ListeningPane::editingChanged, this, &ListeningDesk::followActs);
    connect(m_pane, &ListeningPane::hearWanted, this, &ListeningDesk::hear);
    connect(&m_uses.cells, &CellMaker::progressed, this, [this] {
        followActs();
        if (const int made = m_uses.cells.progress().made; std::exchange(m_weighed, made) != made)
            m_keeper->weigh();
    });
    connect(&m_uses.cells, &CellMaker::looked, m_blindDesk, &BlindDesk::look);
    connect(&m_uses.cells, &CellMaker::done, m_blindDesk, &BlindDesk::look);
    connect(m_blindDesk, &BlindDesk::followed, this, &ListeningDesk::followSessions);
    connect(m_sounds, &SoundFolder::folderWanted, this, &ListeningDesk::folderWanted);
    connect(m_keeper, &SoundKeeper::weighed, m_pane, &ListeningPane::showSize);
    connect(m_round, &TestRound::wanted, this, [this](const std::string &id) {
        m_makeOf = id;
        list(id);
    });
    connect(m_round, &TestRound::ended, this, &ListeningDesk::tellRound);
    connect(&blind(), &BlindPage::openChanged, this, [this](bool open) {
        if (open)
            m_uses.transport.stop();
        else
            m_blindDesk->look();
        Q_EMIT blindWanted(open);
        m_uses.player.setLoop(m_uses.settings.loop());
    });
    connect(&blind(), &BlindPage::finished, this, &ListeningDesk::sessionFinished);
    followActs();
}

BlindPage &ListeningDesk::blind() {
    return m_blindDesk->page();
}

template <class T> bool ListeningDesk::went(const Answer<T> &answer) {
    if (!answer)
        m_uses.notices.post(Notice::Kind::Alarm, kSubject, answer.problem);
    return bool(answer);
}

void ListeningDesk::connectActs() {
    const auto on = [this](ListeningActs::Act act, auto method) {
        connect((*m_acts)[act], &QAction::triggered, this, method);
    };
    on(ListeningActs::New, [this] { makeStandard(); });
    on(ListeningActs::Edit, [this] { edit(); });
    on(ListeningActs::Duplicate, [this] { duplicate(); });
    on(ListeningActs::Remove, [this] { remove(); });
    on(ListeningActs::Make, [this] { makeMissing(); });
    on(ListeningActs::MakeAll, [this] { makeAll(); });
    on(ListeningActs::Pause, [this] { pauseOrResume(); });
    on(ListeningActs::Listen, [this] { m_blindDesk->listen(); });
    on(ListeningActs::ImportPairs, [this] { m_pairs->choose(); });
    connect(m_pairs, &PairDesk::imported, this, &ListeningDesk::list);
    on(ListeningActs::RemoveSounds, [this] { removeSounds(); });
    on(ListeningActs::RemoveUnused, [this] { removeUnused(); });
    on(ListeningActs::MeasureWith, [this] { m_measures->ask(); });
    on(ListeningActs::SaveSounds, [this] {
        auto *dialog = new QFileDialog(m_window, tr("A folder for the sounds"), shared::musicFolder());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, this, &ListeningDesk::saveSounds);
        dialog->open();
    });
}

void ListeningDesk::look() {
    if (!std::exchange(m_looked, true))
        list({});
}

void ListeningDesk::list(const std::string &chosen) {
    m_uses.designs.list(this, [this, chosen](const Answer<app::listening::DesignListing> &answer) {
        if (!went(answer)) {
            m_round->end();
            return;
        }
        m_tests = answer.value->designs;
        const auto found =
            std::find_if(m_tests.begin(), m_tests.end(), [&](const StoredDesign &test) { return test.id == chosen; });
        if (found == m_tests.end() && m_round->wants(chosen)) { // removed meanwhile, by another program
            m_makeOf.clear();
            m_round->skip();
            if (m_round->runs())
                return;
        }
        choose(found != m_tests.end() ? found->id : m_tests.empty() ? std::string() : m_tests.front().id);
    });
}

void ListeningDesk::choose(const std::string &id) {
    const auto found =
        std::find_if(m_tests.begin(), m_tests.end(), [&](const StoredDesign &test) { return test.id == id; });
    if (found == m_tests.end()) {
        m_test.reset();
        m_uses.cells.clear();
    } else {
        m_test = *found;
        m_uses.cells.setDesign(m_test->design);
        if (std::exchange(m_makeOf, {}) == id)
            makeMissing();
    }
    QList<QPair<QString, QString>> names;
    for (const StoredDesign &test : m_tests)
        names.append({QString::fromStdString(test.id), nameOf(test.design)});
    m_pane->setTests(names, QString::fromStdString(id));
    m_round->chosen(id);
    m_blindDesk->setTest(m_test);
}

TestDesign ListeningDesk::standardDesign() const {
    TestDesign design;
    design.name = tr("NFE 5, 6, 7, 8, 16 and 32").toStdString();
    design.voice = m_uses.settings.voiceId().toStdString();
    // What is chosen now, by name: the test stays the same when another one is chosen.
    const std::string model = m_uses.settings.model().toStdString();
    if (model.size() <= 200) // a folder may lie deeper than a design can say
        design.model = model.empty() ? "demo" : model;
    design.rows = app::listening::ownSentences();
    const auto chosen = m_uses.settings.precision();
    const auto precision = chosen == engine::Precision::Auto ? engine::Precision::Fp32 : chosen;
    for (const int steps : {5, 6, 7, 8, 16, 32}) {
        TestColumn column;
        column.nfeStep = steps;
        column.schedule = steps == 8 || steps == 32 ? engine::Schedule::Uniform : engine::Schedule::Epss;
        column.precision = precision;
        design.columns.push_back(column);
    }
    design.baseline = 2;
    design.reference.precision = design.anchor.precision = precision;
    return design;
}

void ListeningDesk::makeStandard() {
    m_looked = true;
    m_uses.designs.add(standardDesign(), this, [this](const Answer<StoredDesign> &answer) {
        if (!went(answer))
            return;
        m_makeOf = answer.value->id;
        list(answer.value->id);
    });
}

QList<QPair<QString, QString>> ListeningDesk::voiceNames() const {
    QList<QPair<QString, QString>> names;
    if (const auto voices = m_uses.voices.voices()) {
        for (const engine::Voice &voice : voices->voices)
            names.append({QString::fromStdString(voice.id), QString::fromStdString(voice.name)});
    }
    return names;
}

std::optional<double> ListeningDesk::secondsEach() const {
    double made = 0;
    double steps = 0;
    if (!m_test || m_uses.cells.isLooking())
        return {};
    for (int row = 0; row < int(m_test->design.rows.size()); ++row) {
        for (const Condition condition : m_uses.cells.conditions()) {
            const auto &facts = m_uses.cells.cell(row, condition).facts;
            if (facts && facts->synthesisSeconds > 0) {
                made += facts->synthesisSeconds;
                steps += facts->seconds * columnOf(m_test->design, condition).nfeStep;
            }
        }
    }
    return steps > 0 ? std::optional(made / steps) : std::nullopt;
}

void ListeningDesk::edit() {
    if (!m_test || m_pane->isEditing())
        return;
    auto *editor = new DesignEditor(m_test->design, voiceNames(), secondsEach(), m_pane);
    connect(editor, &DesignEditor::cancelled, this, [this] { m_pane->showEditor(nullptr); });
    // Another test may be the chosen one by then: an import comes in, a removal is undone.
    connect(editor, &DesignEditor::saved, this,
            [this, before = *m_test](const TestDesign &design) { save(before, design); });
    m_pane->showEditor(editor);
}

void ListeningDesk::save(const StoredDesign &before, const TestDesign &design) {
    m_uses.designs.change(before, design, this, [this](const Answer<StoredDesign> &answer) {
        if (!went(answer))
            return;
        m_pane->showEditor(nullptr);
        list(answer.value->id);
    });
}

void ListeningDesk::duplicate() {
    if (m_test)
        m_uses.designs.duplicate(m_test->id, m_test->design.name, this, [this](const Answer<StoredDesign> &answer) {
            if (went(answer))
                list(answer.value->id);
        });
}

void ListeningDesk::remove() {
    if (!m_test)
        return;
    m_uses.designs.remove(m_test->id, this, [this, gone = *m_test](const Answer<app::storage::Done> &answer) {
        if (!went(answer))
            return;
        list({});
        m_uses.notices.post({Notice::Kind::Info,
                             tr("“%1” was removed.").arg(nameOf(gone.design)),
                             {},
                             {},
                             {{tr("Undo"),
                               [this, gone] {
                                   m_uses.designs.restore(gone.id, this, [this](const Answer<StoredDesign> &back) {
                                       if (went(back))
                                           list(back.value->id);
                                   });
                               }}},
                             kSubject});
    });
}

void ListeningDesk::makeMissing() {
    m_uses.cells.resume();
    m_uses.cells.makeMissing();
}

void ListeningDesk::makeAll() {
    std::deque<std::string> ids;
    for (const StoredDesign &test : m_tests) {
        if (test.design.flags.empty()) // what was made elsewhere is imported
            ids.push_back(test.id);
    }
    m_round->begin(std::move(ids));
}

void ListeningDesk::tellRound(int tests, int failed) {
    const QString what =
        tests == 1 ? tr("The sounds of one test are made.") : tr("The sounds of %Ln tests are made.", nullptr, tests);
    const QString but = failed == 1 ? tr("One could not be made: its cell says why.")
                                    : tr("%Ln could not be made: their cells say why.", nullptr, failed);
    m_uses.notices.post({failed > 0 ? Notice::Kind::Attention : Notice::Kind::Good,
                         what,
                         failed > 0 ? but : QString(),
                         {},
                         {},
                         kSubject});
}

void ListeningDesk::pauseOrResume() {
    if (m_uses.cells.progress().paused)
        m_uses.cells.resume();
    else
        m_uses.cells.pause();
}

void ListeningDesk::removeSounds() {
    if (!m_test)
        return;
    std::vector<TestDesign> others;
    for (const StoredDesign &each : m_tests) {
        if (each.id != m_test->id)
            others.push_back(each.design);
    }
    m_keeper->remove(others);
}

// As they are now: other programs have tests, too, and what cannot be read may need any of them.
void ListeningDesk::removeUnused() {
    m_uses.designs.list(this, [this](const Answer<app::listening::DesignListing> &answer) {
        if (!went(answer))
            return;
        if (!answer.value->problems.empty()) {
            m_uses.notices.post({Notice::Kind::Attention,
                                 tr("Nothing was removed: a test cannot be read, and nobody knows what it needs."),
                                 tr("The details say which one."),
                                 QString::fromStdString(answer.value->problems.front()),
                                 {},
                                 kSubject});
            return;
        }
        std::vector<TestDesign> all;
        for (const StoredDesign &each : answer.value->designs)
            all.push_back(each.design);
        m_keeper->removeUnused(all);
    });
}

void ListeningDesk::hear(int row, Condition condition) {
    if (!m_test || m_uses.cells.cell(row, condition).state != CellState::Made)
        return;
    const QString what = tr("%1: %2", "setting, sentence")
                             .arg(QString::fromStdString(keyOf(m_test->design, condition)),
                                  QString::fromStdString(m_test->design.rows[std::size_t(row)].text));
    m_uses.cells.sound(row, condition, this, [this, what](const Answer<engine::ClipPtr> &answer) {
        if (went(answer))
            m_uses.transport.playTake(*answer.value, what);
    });
}

std::string ListeningDesk::listener() const {
    const QString name = m_pane->listener();
    return (name.isEmpty() ? tr("Listener") : name).toStdString();
}

std::string ListeningDesk::testId() const {
    return m_blindDesk->testId();
}

void ListeningDesk::weigh() {
    m_keeper->weigh();
}

void ListeningDesk::followSessions() {
    m_pane->setFiguresHidden(m_test && m_blindDesk->isAnyOpen());
    followActs();
    m_keeper->weigh();
    Q_EMIT testChanged();
}

void ListeningDesk::followActs() {
    const app::listening::CellProgress progress = m_uses.cells.progress();
    const QString none = m_test ? QString() : tr("There is no listening test yet.");
    const QString editing = m_pane->isEditing() ? tr("Save the design or cancel it first.") : QString();
    for (const auto act : {ListeningActs::Edit, ListeningActs::Duplicate, ListeningActs::Remove})
        m_acts->setMissing(act, m_test ? editing : none);
    for (const auto act : {ListeningActs::New, ListeningActs::ImportPairs})
        m_acts->setMissing(act, editing);
    const bool whole = m_test && progress.made == progress.total && progress.total > 0;
    const bool allAsked = progress.isBusy() && progress.made + progress.asked == progress.total;
    m_acts->setMissing(ListeningActs::Make, !m_test    ? none
                                            : whole    ? tr("Every sound is made.")
                                            : allAsked ? tr("They are being made.")
                                                       : QString());
    m_acts->setMissing(ListeningActs::MakeAll, m_test ? editing : none);
    m_acts->setMissing(ListeningActs::Pause, !m_test                                   ? none
                                             : progress.asked == 0 && !progress.paused ? tr("Nothing is being made.")
                                                                                       : QString());
    (*m_acts)[ListeningActs::Pause]->setText(progress.paused ? tr("Go on ma&king") : tr("&Pause making"));
    m_acts->setMissing(ListeningActs::Listen, m_blindDesk->missing());
    m_acts->setMissing(ListeningActs::SaveSounds, !m_test             ? none
                                                  : progress.made > 0 ? QString()
                                                                      : tr("No sound is made yet."));
    m_acts->setMissing(ListeningActs::RemoveSounds, !m_test             ? none
                                                    : progress.made > 0 ? QString()
                                                                        : tr("No sound is made yet."));
}

void ListeningDesk::saveSounds(const QString &folder) {
    m_sounds->save(folder);
}

} // namespace ui::listening

#include "moc_listening_desk.cpp"
