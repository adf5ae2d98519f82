// Listening tests in the whole window, state after state: nothing there yet, being made, the grid, what it is measured
// with, the editor, every kind of question, a pause, what lay where, results, a setting that was applied and one that
// made speech worse, artifacts being counted, sounds that were made elsewhere, and results that decide nothing. Votes
// are kept as a listener's would be; nothing sounds.
#pragma once

#include <QAction>
#include <QDialog>
#include <QDir>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

#include <cmath>
#include <functional>
#include <random>
#include <thread>

#include "engine/audio/sound_file.h"
#include "tests/app/listening/session_of_tests.h"
#include "tests/app/storage/waiting.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/patience.h"
#include "tests/ui/studio_desk.h"
#include "ui/listening/blind_page.h"
#include "ui/listening/listening_pane.h"
#include "ui/listening/listening_place.h"
#include "ui/listening/pair_desk.h"
#include "ui/listening/results_pane.h"
#include "ui/shared/status_line.h"

namespace listening_states {

using namespace app::listening;

inline bool waitUntil(const std::function<bool()> &done) {
    return QTest::qWaitFor(done, kLongEnough);
}

inline TestDesign smallDesign(Mode mode) {
    TestDesign design;
    design.name = "Four sentences";
    design.mode = mode;
    design.voice = "slt";
    for (const char *text : {"Good morning.", "The garden is full of flowers.", "Who is there?", "Thank you, friends."})
        design.rows.push_back({"row_" + std::to_string(design.rows.size() + 1),
                               design.rows.size() < 2 ? "calm" : "lively", text, design.rows.size() + 1});
    for (const int steps : {4, 3, 2}) {
        TestColumn column;
        column.nfeStep = steps;
        column.schedule = engine::Schedule::Uniform;
        design.columns.push_back(column);
    }
    design.reference = {5, engine::Schedule::Uniform};
    design.anchor = {1, engine::Schedule::Uniform};
    design.checks = {0, 0, 0};
    design.minimumHeardMs = 0;
    design.margins.fewestVotes = 1;
    return design;
}

inline ui::listening::ListeningDesk &tests(StudioDesk &desk) {
    return desk.window->listening().tests();
}

inline QAction *actionOf(StudioDesk &desk, ui::listening::ListeningActs::Act act) {
    return tests(desk).acts()[act];
}

inline void goToCompare(StudioDesk &desk) {
    desk.window->findChild<QAction *>(QStringLiteral("view.workspace.compare"))->trigger();
}

// A test of these questions is the chosen one, and all its sounds are made. `begun`: the first of them is, and the rest
// is held up meanwhile.
inline bool makeTest(StudioDesk &desk, Mode mode, const std::function<void()> &begun = {}) {
    const auto added = waitFor<StoredDesign>(
        [&](auto *context, auto done) { desk.services.designs().add(smallDesign(mode), context, done); });
    if (!added)
        return false;
    tests(desk).list(added.value->id);
    if (!waitUntil([&] {
            return tests(desk).test() && tests(desk).test()->id == added.value->id &&
                   !desk.services.cells().isLooking();
        }))
        return false;
    const auto &cells = desk.services.cells();
    actionOf(desk, ui::listening::ListeningActs::Make)->trigger();
    if (begun) {
        if (!waitUntil([&] { return cells.progress().made > 0; }))
            return false;
        desk.services.cells().pause();
        QTest::qWait(100);
        begun();
        desk.services.cells().resume();
    }
    return waitUntil([&] { return !tests(desk).testId().empty(); });
}

// Two sentences that somebody else made, one of them beyond full scale, of other loudness and cut off.
inline void writePairs(const QString &folder) {
    for (const char *steps : {"nfe6", "nfe7"}) {
        QDir().mkpath(folder + u'/' + QLatin1String(steps));
        for (const char *row : {"one", "two"}) {
            engine::Clip clip;
            const bool isLoud = steps[3] == '6' && row[0] == 'o';
            for (int i = 0; i < engine::kSampleRate; ++i)
                clip.samples.push_back(float((isLoud ? 1.3 : 0.2) * std::sin(i * (steps[3] == '6' ? 0.05 : 0.06))));
            const QString file =
                QStringLiteral("%1/%2/%3_%2.wav").arg(folder, QLatin1String(steps), QLatin1String(row));
            engine::audio::writeSound(file.toStdString(), clip, engine::audio::SoundFormat::WavFloat);
        }
    }
}

inline bool importPairs(StudioDesk &desk) {
    const QString folder = desk.file(QStringLiteral("pairs"));
    std::thread([&] { writePairs(folder); }).join(); // this thread may be watched for what it does with files
    tests(desk).pairs().import(folder);
    return waitUntil([&] {
        return tests(desk).test() && !tests(desk).test()->design.flags.empty() && !desk.services.cells().isLooking();
    });
}

// A session that a person heard to the end, in which nobody heard a difference; asked by how much (Cmos), the same
// setting is better in each second sentence and worse in the others. Kept as other listeners' are.
inline RecordedSession keepSession(StudioDesk &desk) {
    const auto design = tests(desk).test()->design;
    const auto stimuli = *desk.services.cells().stimuli();
    const std::uint64_t seed = 5;
    auto plan =
        std::make_shared<const SessionPlan>(newPlan(design, stimuli, {"Anna", false}, 1'700'000'000'000, &seed));
    std::minstd_rand random(3);
    auto events = listenToTheEnd(plan, random);
    for (ListeningEvent &event : events) {
        if (event.vote && design.mode == Mode::AbPreference)
            event.vote->choice = 0;
        if (event.vote && design.mode == Mode::Cmos) {
            const Trial &trial = plan->order.trials[std::size_t(event.trial)];
            event.vote->choice = (trial.shown[0] == design.baseline) == (trial.row % 2 == 0) ? 1 : -1;
        }
    }
    RecordedSession session{plan->header, events};
    waitFor<int>([&](auto *context, auto done) {
        desk.services.sessions().keep(recordOf(design, stimuli, {session}), context, done);
    });
    return session;
}

inline bool open(StudioDesk &desk) {
    actionOf(desk, ui::listening::ListeningActs::Listen)->trigger();
    return waitUntil([&] { return tests(desk).blind().isOpen(); });
}

inline void press(StudioDesk &desk, Qt::Key key) {
    QTest::keyClick(&tests(desk).blind(), key);
}

// Takes of own lines with these steps, each judged when it is there. The check of takes must be off.
inline bool makeTakes(StudioDesk &desk, int count, const app::SpeechSteps &steps, const QString &doubts) {
    auto &takes = desk.services.takes();
    for (int i = 0; i < count; ++i) {
        QSignalSpy kept(&takes, &app::takes::TakeLibrary::kept);
        app::speech::Take take = madeUpTake(unsigned(i), QStringLiteral("Hello."));
        take.request.nfeStep = steps.nfeStep;
        take.request.schedule = steps.schedule;
        takes.keep(take);
        if (!waitUntil([&] { return !kept.isEmpty(); }))
            return false;
        takes.judge(kept.first()[1].value<app::takes::TakeRecord>().id, doubts);
    }
    return true;
}

inline app::SpeechSteps stepsOf(StudioDesk &desk) {
    return {desk.services.settings().nfeStep(), desk.services.settings().schedule()};
}

// `shown`: the window, or the sheet before it.
using Visit = std::function<void(QWidget &shown, const QString &state)>;

inline bool throughSheet(StudioDesk &desk, const Visit &visit) {
    actionOf(desk, ui::listening::ListeningActs::MeasureWith)->trigger();
    const auto dialogs = desk.window->findChildren<QDialog *>();
    const auto sheet = std::ranges::find_if(dialogs, [](const QDialog *dialog) { return dialog->isVisible(); });
    if (sheet == dialogs.end())
        return false;
    visit(**sheet, QStringLiteral("listening-measure-with"));
    (*sheet)->reject();
    return true;
}

// Where the results say that something can be applied.
inline bool throughChange(StudioDesk &desk, const Visit &visit) {
    using ui::listening::ListeningActs;
    const QAction *const back = actionOf(desk, ListeningActs::RollBack);
    desk.services.settings().setCheckTakes(false); // they are judged here
    if (!makeTakes(desk, 20, stepsOf(desk), QStringLiteral("[]")))
        return false;
    actionOf(desk, ListeningActs::Apply)->trigger();
    if (!waitUntil([&] { return back->isEnabled(); }))
        return false;
    QTest::qWait(50);
    visit(*desk.window, QStringLiteral("results-applied"));
    const QString proposal = QStringLiteral("listening.watch");
    if (!makeTakes(desk, 20, stepsOf(desk), QStringLiteral(R"([{"kind":"click"}])")) ||
        !waitUntil([&] { return desk.window->notices().about(proposal) != nullptr; }))
        return false;
    visit(*desk.window, QStringLiteral("results-worse"));
    desk.window->notices().withdraw(proposal);
    actionOf(desk, ListeningActs::RollBack)->trigger();
    desk.services.settings().setCheckTakes(true);
    return waitUntil([&] { return !back->isEnabled(); });
}

inline bool throughCounting(StudioDesk &desk, const Visit &visit) {
    QAction *const count = actionOf(desk, ui::listening::ListeningActs::Batch);
    count->trigger();
    if (!waitUntil([&] { return desk.services.batchCells().progress().made > 2; }))
        return false;
    visit(*desk.window, QStringLiteral("results-counting"));
    count->trigger(); // stops
    return true;
}

// False when something did not come.
inline bool throughListening(StudioDesk &desk, const Visit &visit) {
    using ui::listening::ListeningActs;
    const auto look = [&](const QString &state) { visit(*desk.window, state); };
    if (!waitUntil([&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); }))
        return false;
    goToCompare(desk);
    QTest::qWait(50);
    look(QStringLiteral("listening-empty"));
    for (const Mode mode : {Mode::OriginalForm, Mode::Mushra, Mode::Abx, Mode::Cmos, Mode::AbPreference}) {
        const auto making = [&] { look(QStringLiteral("listening-making")); };
        if (!makeTest(desk, mode, mode == Mode::OriginalForm ? std::function<void()>(making) : nullptr))
            return false;
        if (mode == Mode::AbPreference) {
            look(QStringLiteral("listening-grid"));
            if (!throughSheet(desk, visit))
                return false;
        }
        if (!open(desk))
            return false;
        if (mode == Mode::AbPreference)
            look(QStringLiteral("blind-sealed"));
        press(desk, Qt::Key_Return);
        if (!waitUntil([&] { return tests(desk).blind().session()->isReady(); }))
            return false;
        look(QStringLiteral("blind-") + QString::fromStdString(wordFor(mode)));
        press(desk, Qt::Key_Escape);
        if (!waitUntil([&] { return tests(desk).blind().session()->session().state().paused; }))
            return false;
        if (mode == Mode::AbPreference)
            look(QStringLiteral("blind-paused"));
        press(desk, Qt::Key_Escape);
        if (tests(desk).blind().isOpen())
            return false;
    }
    QTest::qWait(100);
    look(QStringLiteral("listening-hidden")); // the figures, as a session is open
    actionOf(desk, ListeningActs::Edit)->trigger();
    QTest::qWait(50);
    look(QStringLiteral("listening-editor"));
    tests(desk).pane().showEditor(nullptr);
    const RecordedSession kept = keepSession(desk);
    const auto stored = waitFor<StoredSession>(
        [&](auto *context, auto done) { desk.services.sessions().load(kept.header.id, context, done); });
    if (!stored)
        return false;
    tests(desk).blind().open(std::make_shared<SessionPlan>(stored.value->plan), stored.value->events);
    look(QStringLiteral("blind-revealed"));
    press(desk, Qt::Key_Escape);
    auto &results = desk.window->listening().results().pane();
    if (!waitUntil([&] { return results.results() && !results.results()->measured.cells.empty(); }))
        return false;
    look(QStringLiteral("results"));
    auto *tabs = results.findChild<QTabWidget *>();
    tabs->setCurrentIndex(2);
    look(QStringLiteral("results-measures"));
    tabs->setCurrentIndex(0);
    if (actionOf(desk, ListeningActs::Apply)->isEnabled() && !throughChange(desk, visit))
        return false;
    if (!throughCounting(desk, visit))
        return false;
    if (!importPairs(desk))
        return false;
    look(QStringLiteral("listening-imported"));
    desk.window->notices().dismiss();
    if (!makeTest(desk, Mode::Cmos))
        return false;
    keepSession(desk);
    tests(desk).list(tests(desk).test()->id);
    if (!waitUntil([&] {
            return results.results() && results.results()->design.mode == Mode::Cmos &&
                   !results.results()->measured.cells.empty();
        }))
        return false;
    look(QStringLiteral("results-undecided"));
    return true;
}

inline constexpr int kListeningStates = 21;

} // namespace listening_states
