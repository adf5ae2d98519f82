#include "ui/listening/decision_desk.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>

#include <utility>

#include "app/listening/toml_steps.h"
#include "app/speech/speech_queue.h"
#include "app/voices/voice_library.h"
#include "engine/error.h"
#include "ui/listening/notice_subject.h"
#include "ui/listening/results_pane.h"
#include "ui/shared/figures.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/notice_bar.h"

namespace ui::listening {

using app::listening::AppliedChange;
using app::listening::SettingChange;
using shared::Notice;

DecisionDesk::DecisionDesk(Uses uses, QWidget *window)
    : QObject(window), m_uses(uses), m_window(window), m_speed(uses.queue),
      m_watch(uses.change, uses.takes, uses.spoken) {
    connect(m_uses.acts[ListeningActs::Apply], &QAction::triggered, this, &DecisionDesk::apply);
    connect(m_uses.acts[ListeningActs::RollBack], &QAction::triggered, this, &DecisionDesk::rollBack);
    connect(m_uses.acts[ListeningActs::WriteToml], &QAction::triggered, this, &DecisionDesk::chooseToml);
    connect(&m_uses.pane, &ResultsPane::columnChosen, this, &DecisionDesk::followChoice);
    connect(&m_uses.change, &SettingChange::changed, this, &DecisionDesk::followChange);
    connect(&m_speed, &app::listening::SpeedCheck::measured, this, &DecisionDesk::followSpeed);
    connect(&m_speed, &app::listening::SpeedCheck::failed, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, kSubject + QStringLiteral(".speed"), problem);
        if (const auto change = std::exchange(m_change, std::nullopt); change && !change->isApplied)
            applyNow(change->order, {});
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
    followChange();
}

std::optional<AppliedChange> DecisionDesk::order(QString *why) const {
    const auto results = m_uses.pane.results();
    const auto column = m_uses.pane.column();
    std::optional<QString> objection = tr("There are no results yet.");
    if (results && column)
        objection = objectionToApplying(*results, *column);
    if (!objection && m_uses.pane.purposes().isEmpty())
        objection = tr("Choose what it counts for.");
    if (why)
        *why = objection.value_or(QString());
    return objection ? std::nullopt : std::optional(SettingChange::orderFor(*results, *column, m_uses.pane.purposes()));
}

void DecisionDesk::followChoice() {
    if (!m_uses.pane.results() || !m_uses.pane.column())
        return;
    QString why;
    const auto wanted = order(&why);
    const QStringList differences = wanted ? m_uses.change.differences(*wanted) : QStringList();
    m_uses.pane.showOrder(differences, why);
    m_uses.acts.setMissing(ListeningActs::Apply,
                           wanted && differences.isEmpty() ? tr("It would change nothing.") : why);
    const auto objection = objectionToApplying(*m_uses.pane.results(), *m_uses.pane.column());
    m_uses.acts.setMissing(ListeningActs::WriteToml, objection.value_or(QString()));
}

void DecisionDesk::followChange() {
    const auto last = m_uses.change.last();
    m_uses.acts.setMissing(ListeningActs::RollBack,
                           m_uses.change.mayRollBack() ? QString() : tr("Nothing was applied."));
    QString words;
    if (last && m_uses.change.mayRollBack()) {
        words = (last->votes == 1 ? tr("Applied on %1: NFE %2, by 1 vote.", "date, steps")
                                  : tr("Applied on %1: NFE %2, by %Ln votes.", "date, steps", last->votes))
                    .arg(QLocale().toString(last->at.toLocalTime(), QLocale::ShortFormat))
                    .arg(last->steps.nfeStep);
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
    m_uses.pane.showApplied(words);
    followChoice();
}

void DecisionDesk::apply() {
    const auto wanted = order();
    if (!wanted || m_changing)
        return;
    const AppliedChange order = m_uses.change.withBefore(*wanted);
    const QString name = QString::fromStdString(m_uses.pane.results()->design.voice);
    const engine::Voice *voice = m_uses.voices.find(name);
    const app::listening::ChangeSpeed speed(order);
    m_change.reset();
    m_speed.cancel();
    if (!voice)
        return applyNow(order, {});
    const Measured change{
        order, speed, app::listening::SpeedCheck::benchmarkRequest(*voice), {}, !speed.needsTwoModels()};
    const auto measure = [this, change] {
        m_change = change;
        m_speed.start(change.request, change.speed.ahead());
    };
    if (change.isApplied)
        return applyNow(order, [measure](bool applied) {
            if (applied)
                measure();
        });
    m_uses.notices.post({Notice::Kind::Info,
                         tr("How fast the present setting is gets measured first; then the new one is applied."),
                         {},
                         {},
                         {},
                         kSubject});
    measure();
}

// Of what the present model was asked, and then, where the change brings another one, of that.
void DecisionDesk::followSpeed(const std::vector<app::listening::MeasuredSpeed> &speeds) {
    if (!m_change)
        return;
    if (!m_change->isApplied) {
        m_change->isApplied = true;
        m_change->ahead = speeds;
        return applyNow(m_change->order, [this](bool applied) {
            if (!applied)
                m_change.reset();
            else if (m_change)
                m_speed.start(m_change->request, m_change->speed.behind());
        });
    }
    const auto change = std::exchange(m_change, std::nullopt);
    m_uses.change.noteSpeed(change->speed.needsTwoModels() ? change->speed.finding(change->ahead, speeds)
                                                           : change->speed.finding(speeds, {}));
}

void DecisionDesk::applyNow(const AppliedChange &order, Next next) {
    m_changing = true;
    m_uses.change.apply(order, [this, next = std::move(next)](const std::optional<app::Problem> &problem) {
        m_changing = false;
        if (problem)
            m_uses.notices.post(Notice::Kind::Alarm, kSubject, *problem);
        else
            m_uses.notices.post({Notice::Kind::Good,
                                 tr("The new default counts from the next utterance on."),
                                 {},
                                 {},
                                 {{tr("Roll back"), [this] { rollBack(); }}},
                                 kSubject});
        if (next)
            next(!problem);
    });
}

void DecisionDesk::rollBack() {
    if (!m_uses.change.mayRollBack() || m_changing)
        return;
    m_speed.cancel();
    m_change.reset();
    m_changing = true;
    m_uses.change.rollBack([this](const std::optional<app::Problem> &problem) {
        m_changing = false;
        if (problem)
            m_uses.notices.post(Notice::Kind::Attention, kSubject, *problem);
        else
            m_uses.notices.post({Notice::Kind::Good, tr("The setting of before counts again."), {}, {}, {}, kSubject});
    });
}

void DecisionDesk::chooseToml() {
    auto *dialog = new QFileDialog(m_window, tr("An ishowtts.toml to change"), shared::documentsFolder(),
                                   tr("Settings of ishowtts (*.toml)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &DecisionDesk::writeToml);
    dialog->open();
}

void DecisionDesk::writeToml(const QString &file) {
    const auto results = m_uses.pane.results();
    const auto column = m_uses.pane.column();
    if (results && column && !objectionToApplying(*results, *column))
        changeToml(file, columnOf(results->design, *column).nfeStep, false);
}

void DecisionDesk::changeToml(const QString &file, int steps, bool isUndo) {
    m_files.post([this, file, steps, isUndo] {
        app::Problem problem;
        int before = 0;
        try {
            before = app::listening::changeSteps(file, steps).nfeStep;
        } catch (const engine::Error &error) {
            problem = {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
        }
        QMetaObject::invokeMethod(this, [=, this] {
            const QString name = QFileInfo(file).fileName();
            if (before == 0)
                m_uses.notices.post(Notice::Kind::Alarm, kSubject, problem);
            else if (before == steps)
                m_uses.notices.post({Notice::Kind::Info,
                                     tr("%1 says %2 steps already.", "file").arg(name).arg(steps),
                                     {},
                                     {},
                                     {},
                                     kSubject});
            else
                m_uses.notices.post({Notice::Kind::Good,
                                     tr("default_nfe_step in %1: %2 → %3. Nothing else in it changed.")
                                         .arg(name)
                                         .arg(before)
                                         .arg(steps),
                                     {},
                                     {},
                                     isUndo ? std::vector<shared::NoticeAction>()
                                            : std::vector<shared::NoticeAction>{{tr("Undo"),
                                                                                 [this, file, before] {
                                                                                     changeToml(file, before, true);
                                                                                 }}},
                                     kSubject});
        });
    });
}

} // namespace ui::listening

#include "moc_decision_desk.cpp"
