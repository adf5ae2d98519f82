#include "ui/exporting/export_sheet.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <chrono>

#include "app/cloning/line_maker.h"
#include "app/exporting/exported_files.h"
#include "app/script/script_document.h"
#include "app/settings/settings.h"
#include "ui/shared/figures.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/loudness_box.h"
#include "ui/shared/plain_tip.h"
#include "ui/theme.h"

namespace ui::exporting {

using app::exporting::ScriptExport;
using app::exporting::Unmade;
using app::takes::TakeRecord;
using Stage = ScriptExport::Stage;
using namespace std::chrono_literals;

namespace {

constexpr int kLongestName = 240; // px, of a file
constexpr int kMostNames = 30;    // in the tip

QString withoutSlashes(QString name) {
    return name.replace(u'/', u'-').replace(u'\\', u'-').trimmed();
}

// A line that will be made first is called as its take will be.
TakeRecord takeOf(const app::script::Line &line, const QString &voiceOfAll) {
    TakeRecord take;
    take.text = line.text;
    take.voiceId = line.voiceId.isEmpty() ? voiceOfAll : line.voiceId;
    return take;
}

} // namespace

ExportSheet::ExportSheet(Uses uses, const QString &name, QWidget *parent)
    : QDialog(parent), m_uses(uses), m_name(withoutSlashes(name)) {
    setWindowTitle(tr("Export script as sound"));
    m_folder = m_uses.settings.exportFolder();
    if (m_folder.isEmpty()) {
        m_folder = shared::musicFolder();
    }
    m_soon.setSingleShot(true);
    m_soon.setInterval(100ms);
    build();
    connect(&m_soon, &QTimer::timeout, this, [this] {
        lookAtLines();
        askAboutTarget();
    });
    const auto soon = [this] {
        if (!m_soon.isActive()) {
            m_soon.start();
        }
    };
    connect(&m_uses.lines, &app::cloning::LineMaker::changed, this, soon);
    connect(&m_uses.script, &app::script::ScriptDocument::changed, this, soon);
    followExport();
    follow();
    lookAtLines();
    m_export->setFocus();
}

bool ExportSheet::perLine() const {
    return m_files->checkedId() == 1;
}

bool ExportSheet::timed() const {
    return !perLine() && !m_timed->isHidden() && m_timed->isChecked();
}

QString ExportSheet::suffix() const {
    const auto format = engine::audio::soundFormatFromString(m_format->currentData().toString().toStdString());
    return QString::fromStdString(engine::audio::suffixOf(format));
}

QString ExportSheet::target() const {
    const QString said = m_target->text().trimmed();
    return QDir::cleanPath(said.startsWith(u"~/") ? QDir::homePath() + said.mid(1) : said);
}

// The name stays what the person made of it; its end follows the format.
void ExportSheet::follow() {
    const QString before = m_target->text();
    const QFileInfo named(before);
    const bool wasFile = engine::audio::soundFormatOfFile(before.toStdString()).has_value(); // "Chapter 1.5" is a name
    const QString folder = before.isEmpty() ? m_folder : named.path();
    const QString stem = before.isEmpty() ? m_name : wasFile ? named.completeBaseName() : named.fileName();
    m_target->setText(QDir::toNativeSeparators(QDir(folder).filePath(perLine() ? stem : stem + u'.' + suffix())));
    m_pause->setEnabled(!perLine());
    m_timed->setEnabled(!perLine());
    lookAtLines();
    lookAtTarget();
}

void ExportSheet::lookAtLines() {
    const auto plan = app::exporting::planExport(m_uses.script, m_uses.lines);
    const int missing = int(app::exporting::notMade(plan).size());
    const int changed = int(app::exporting::changed(plan).size());
    m_timed->setVisible(std::any_of(plan.begin(), plan.end(), [](const auto &line) { return line.cue.has_value(); }));
    const double seconds = app::exporting::secondsOf(plan, perLine() ? 0 : m_pause->value(), timed());
    const QString time = shared::clockTime(seconds, 0);
    const QString whole = plan.size() == 1 ? tr("1 line, %1", "how long it is").arg(time)
                                           : tr("%Ln lines, %1", "how long they are", int(plan.size())).arg(time);
    m_summary->setText(missing == 0 ? whole : tr("%1 so far", "lines and time that are made").arg(whole));
    QStringList words;
    if (missing > 0) {
        words << (missing == 1 ? tr("1 line is not made.") : tr("%Ln lines are not made.", nullptr, missing));
    }
    if (changed > 0) {
        words << (changed == 1 ? tr("1 line was changed after its take was made.")
                               : tr("%Ln lines were changed after their takes were made.", nullptr, changed));
    }
    m_missing->setText(words.join(u'\n'));
    const bool ask = !words.isEmpty() && !m_uses.exporter.isRunning();
    auto *form = qobject_cast<QFormLayout *>(layout()->itemAt(1)->layout());
    m_missing->setVisible(ask);
    form->labelForField(m_unmade)->setVisible(ask);
    m_unmade->setVisible(ask);
    const bool withOld = changed > 0;
    if (m_unmade->count() != (withOld ? 3 : 2)) {
        const QVariant chosen = m_unmade->currentData();
        m_unmade->clear();
        m_unmade->addItem(tr("Make it first"), int(Unmade::Make));
        m_unmade->addItem(tr("Leave it out"), int(Unmade::LeaveOut));
        if (withOld) {
            m_unmade->addItem(tr("Take what was made last, leave out the rest"), int(Unmade::AsMade));
        }
        m_unmade->setCurrentIndex(std::max(0, m_unmade->findData(chosen)));
    }
    const int others = int(app::exporting::madeOtherwise(plan).size());
    m_othersLabel->setText(others == 1
                               ? tr("1 line was made with other settings than those of now.")
                               : tr("%Ln lines were made with other settings than those of now.", nullptr, others));
    for (QWidget *each : std::initializer_list<QWidget *>{m_othersLabel, m_anew})
        each->setVisible(others > 0 && !m_uses.exporter.isRunning());
    m_export->setEnabled(!plan.isEmpty() && !m_uses.exporter.isRunning() && !target().isEmpty());
}

void ExportSheet::lookAtTarget() {
    forgetTarget();
    askAboutTarget();
}

void ExportSheet::forgetTarget() {
    ++m_question;
    sayReplaced({});
}

void ExportSheet::askAboutTarget() {
    if (target().isEmpty()) {
        return;
    }
    const quint64 question = ++m_question;
    const QString folder = perLine() ? target() : QFileInfo(target()).path();
    m_look.look(folder, names(), [this, question](const QStringList &there) {
        if (question == m_question) {
            sayReplaced(there);
        }
    });
}

// Of the files that will be written, to be asked on any thread.
TargetLook::Names ExportSheet::names() const {
    if (!perLine()) {
        return [shape = shape()] { return app::exporting::namesOf(shape); };
    }
    const auto plan = app::exporting::planExport(m_uses.script, m_uses.lines);
    return [shape = shape(), plan, lines = m_uses.script.script().lines, unmade = unmade(),
            voice = m_uses.settings.voiceId()] {
        QStringList all;
        for (const app::exporting::PlannedLine &line : plan) {
            const bool isMade = line.current || (unmade == Unmade::AsMade && line.take);
            if (isMade || unmade == Unmade::Make) {
                const TakeRecord take = isMade ? *line.take : takeOf(lines[line.number - 1], voice);
                all << app::exporting::namesOf(shape, app::exporting::stemOf(line.number, take));
            }
        }
        return all;
    };
}

void ExportSheet::sayReplaced(const QStringList &there) {
    const auto shown = [&](qsizetype i) { return fontMetrics().elidedText(there[i], Qt::ElideMiddle, kLongestName); };
    const int count = int(there.size());
    m_replaces->setText(
        count == 0   ? QString()
        : count == 1 ? tr("“%1” is there and will be replaced.").arg(shown(0))
        : count == 2 ? tr("“%1” and “%2” are there and will be replaced.").arg(shown(0), shown(1))
                     : tr("“%1” and %Ln more files are there and will be replaced.", nullptr, count - 1).arg(shown(0)));
    m_replaces->setToolTip(shared::plainTip(there.mid(0, kMostNames).join(u'\n')));
    m_target->setAccessibleDescription(m_replaces->text()); // heard where the name is typed
}

void ExportSheet::say(const QString &text, bool attention) {
    setRole(m_note, attention ? "attention" : "quiet");
    m_note->setText(text);
}

// Replacing is said under the name and not asked: the file is chosen here, and the old one stays until the new one is
// whole.
void ExportSheet::choose() {
    auto *dialog = new QFileDialog(this, perLine() ? tr("A folder for the files") : tr("Export as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (perLine()) {
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setDirectory(QFileInfo(target()).path());
    } else {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setOption(QFileDialog::DontConfirmOverwrite);
        dialog->setDefaultSuffix(suffix());
        dialog->setDirectory(QFileInfo(target()).path());
        dialog->selectFile(QFileInfo(target()).fileName());
    }
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString &file) { m_target->setText(QDir::toNativeSeparators(file)); });
    dialog->open();
}

app::exporting::ExportShape ExportSheet::shape() const {
    const auto format = engine::audio::soundFormatFromString(m_format->currentData().toString().toStdString());
    return {perLine(), format, m_pause->value(), m_srt->isChecked(), m_vtt->isChecked(), m_loudness->loudness(),
            target(),  m_name, timed()};
}

void ExportSheet::start() {
    app::Settings &settings = m_uses.settings;
    settings.setExportPerLine(perLine());
    settings.setExportFormat(m_format->currentData().toString());
    settings.setExportPause(m_pause->value());
    if (!m_timed->isHidden()) {
        settings.setExportTimed(m_timed->isChecked());
    }
    settings.setExportSrt(m_srt->isChecked());
    settings.setExportVtt(m_vtt->isChecked());
    settings.setExportFolder(QFileInfo(target()).path());
    const bool anew = !m_anew->isHidden() && m_anew->isChecked();
    m_uses.exporter.start(shape(), unmade(),
                          anew ? ScriptExport::Otherwise::MakeAnew : ScriptExport::Otherwise::AsMade);
}

Unmade ExportSheet::unmade() const {
    return m_unmade->isHidden() ? Unmade::LeaveOut : Unmade(m_unmade->currentData().toInt());
}

void ExportSheet::followExport() {
    connect(&m_uses.exporter, &ScriptExport::progressed, this, &ExportSheet::showProgress);
    connect(&m_uses.exporter, &ScriptExport::finished, this, &QWidget::close);
    connect(&m_uses.exporter, &ScriptExport::failed, this, [this](const app::Problem &problem) {
        showProgress(Stage::Idle, 0, 0);
        say(problem.remedy.isEmpty() ? problem.what
                                     : tr("%1 %2", "what happened · what to do").arg(problem.what, problem.remedy),
            true);
    });
    connect(&m_uses.exporter, &ScriptExport::cancelled, this, [this] {
        showProgress(Stage::Idle, 0, 0);
        say(tr("Cancelled. Nothing was written."), false);
    });
    showProgress(m_uses.exporter.stage(), 0, 0);
}

void ExportSheet::showProgress(Stage stage, int done, int total) {
    const bool running = stage != Stage::Idle;
    for (QWidget *field : std::initializer_list<QWidget *>{m_unmade, m_format, m_loudness, m_srt, m_vtt, m_target,
                                                           m_choose, m_files->button(0), m_files->button(1)}) {
        field->setEnabled(!running);
    }
    m_pause->setEnabled(!running && !perLine());
    m_timed->setEnabled(!running && !perLine());
    m_progress->setRange(0, total);
    m_progress->setValue(done);
    m_progress->setVisible(running);
    m_cancel->setText(running ? tr("Cance&l") : tr("C&lose"));
    m_cancel->setEnabled(stage != Stage::Cancelling);
    lookAtLines();
    switch (stage) {
    case Stage::Idle:
        say({}, false);
        break;
    case Stage::Making:
        say(tr("Making the lines: %1 of %2", "how many are done").arg(done).arg(total), false);
        break;
    case Stage::Reading:
        say(tr("Joining the lines: %1 of %2", "how many are done").arg(done).arg(total), false);
        break;
    case Stage::Writing:
        say(tr("Writing the file …"), false);
        break;
    case Stage::Cancelling:
        say(tr("Cancelling …"), false);
        break;
    }
}

} // namespace ui::exporting

#include "moc_export_sheet.cpp"
