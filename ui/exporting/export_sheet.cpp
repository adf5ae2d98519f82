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
#include "ui/shared/controls.h"
#include "ui/shared/figures.h"
#include "ui/shared/format_names.h"
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

constexpr int kWidth = 600;       // px
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

void ExportSheet::build() {
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(2 * kGrid);
    form->setVerticalSpacing(kGrid);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_summary = new QLabel(this);
    setRole(m_summary, "heading");
    addWhat(form);
    addWhere(form);
    for (int row = 0; row < form->rowCount(); ++row) { // a label stands before the middle of its field
        const QLayoutItem *label = form->itemAt(row, QFormLayout::LabelRole);
        const QLayoutItem *field = form->itemAt(row, QFormLayout::FieldRole);
        if (label && label->widget() && field)
            label->widget()->setMinimumHeight(field->sizeHint().height());
    }
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the export"));
    QSizePolicy always = m_progress->sizePolicy();
    always.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(always);
    m_note = new QLabel(this);
    m_note->setTextFormat(Qt::PlainText); // names of files
    m_note->setWordWrap(true);
    m_note->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_cancel = new QPushButton(this);
    m_cancel->setAutoDefault(false);
    m_export = new QPushButton(tr("&Export"), this);
    m_export->setDefault(true);
    setRole(m_export, "primary");
    auto *layout = shared::layOutSheet(this);
    layout->addWidget(m_summary);
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addWidget(m_progress);
    layout->addLayout(shared::sheetButtons(m_cancel, m_export));
    layout->addStrut(kWidth - 4 * kGrid); // wider where the words are longer
    connect(m_export, &QPushButton::clicked, this, &ExportSheet::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_uses.exporter.isRunning()) {
            m_uses.exporter.cancel();
        } else {
            close();
        }
    });
}

void ExportSheet::addWhat(QFormLayout *form) {
    m_missing = new QLabel(this);
    m_missing->setTextFormat(Qt::PlainText); // names of voices
    m_missing->setWordWrap(true);
    setRole(m_missing, "attention");
    m_unmade = new QComboBox(this);
    m_unmade->setAccessibleName(tr("Lines that are not made"));
    form->addRow(m_missing);
    form->addRow(tr("What is &missing"), m_unmade);
    m_othersLabel = new QLabel(this);
    m_othersLabel->setWordWrap(true);
    setRole(m_othersLabel, "attention");
    m_anew = new QCheckBox(tr("Ma&ke them anew first, as the settings are now"), this);
    m_anew->setToolTip(tr("Each with the seed it has. Lines with a starred take stay as they are."));
    form->addRow(m_othersLabel);
    form->addRow(QString(), m_anew);

    m_files = new QButtonGroup(this);
    auto *segments = new QHBoxLayout;
    segments->setSpacing(0);
    int id = 0;
    for (const QString &name : {tr("One file"), tr("One file per line")}) {
        auto *button = new QToolButton(this);
        button->setText(name);
        button->setCheckable(true);
        setRole(button, "segment");
        button->setAccessibleName(name);
        m_files->addButton(button, id++);
        segments->addWidget(button);
    }
    segments->addStretch(1);
    m_files->button(m_uses.settings.exportPerLine() ? 1 : 0)->setChecked(true);
    form->addRow(tr("As"), segments);

    m_format = new QComboBox(this);
    for (const auto &[format, words] : shared::formatNames()) {
        if (engine::audio::canWrite(engine::audio::soundFormatFromString(format.toStdString()))) {
            m_format->addItem(words, format);
        }
    }
    m_format->setCurrentIndex(std::max(0, m_format->findData(m_uses.settings.exportFormat())));
    m_format->setAccessibleName(tr("Format"));
    form->addRow(tr("&Format"), m_format);

    m_loudness = new shared::LoudnessBox(this);
    m_loudness->setLoudness(m_uses.settings.loudness()); // another choice is for this export alone
    m_loudness->setToolTip(tr("Of each file, as far as its peaks allow; in one file the lines keep their loudness "
                              "beside each other"));
    form->addRow(tr("&Loudness"), m_loudness);

    m_pause = new QDoubleSpinBox(this);
    m_pause->setRange(0, app::exporting::kLongestPause);
    m_pause->setSingleStep(0.1);
    m_pause->setDecimals(2);
    m_pause->setSuffix(tr(" s"));
    m_pause->setFont(withTabularDigits(font()));
    m_pause->setValue(m_uses.settings.exportPause());
    m_pause->setFixedWidth(104);
    m_pause->setAccessibleName(tr("Pause between two lines"));
    form->addRow(tr("&Pause between lines"), m_pause);

    m_srt = new QCheckBox(tr("SubRip (.&srt)"), this);
    m_srt->setChecked(m_uses.settings.exportSrt());
    m_vtt = new QCheckBox(tr("&WebVTT (.vtt)"), this);
    m_vtt->setChecked(m_uses.settings.exportVtt());
    m_timed = new QCheckBox(tr("&Begin each line with its cue"), this);
    m_timed->setChecked(m_uses.settings.exportTimed());
    m_timed->setToolTip(tr("Lines that are too long for their cues are made faster, up to 1.35 times"));
    form->addRow(QString(), m_timed);
    setTabOrder(m_pause, m_timed);
    setTabOrder(m_timed, m_srt);

    auto *captions = new QHBoxLayout;
    captions->setSpacing(2 * kGrid);
    captions->addWidget(m_srt);
    captions->addWidget(m_vtt);
    captions->addStretch(1);
    form->addRow(tr("Captions"), captions);

    connect(m_files, &QButtonGroup::idClicked, this, &ExportSheet::follow);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportSheet::follow);
    connect(m_pause, &QDoubleSpinBox::valueChanged, this, &ExportSheet::lookAtLines);
    connect(m_timed, &QCheckBox::toggled, this, &ExportSheet::lookAtLines);
    connect(m_unmade, &QComboBox::activated, this, &ExportSheet::lookAtTarget);
    for (const QCheckBox *kind : {m_srt, m_vtt}) {
        connect(kind, &QCheckBox::toggled, this, &ExportSheet::lookAtTarget);
    }
}

void ExportSheet::addWhere(QFormLayout *form) {
    m_target = new QLineEdit(this);
    m_target->setAccessibleName(tr("Where to"));
    m_choose = new QPushButton(tr("&Choose …"), this);
    m_choose->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(m_target, 1);
    row->addWidget(m_choose);
    auto *label = new QLabel(tr("Where &to"), this);
    label->setBuddy(m_target);
    form->addRow(label, row);
    m_replaces = new QLabel(this);
    m_replaces->setTextFormat(Qt::PlainText); // names of files
    m_replaces->setWordWrap(true);
    m_replaces->setMinimumHeight(2 * fontMetrics().lineSpacing()); // nothing jumps when it speaks
    m_replaces->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setRole(m_replaces, "quiet");
    form->addRow(QString(), m_replaces);
    connect(m_choose, &QPushButton::clicked, this, &ExportSheet::choose);
    connect(m_target, &QLineEdit::textChanged, this, [this] {
        forgetTarget();
        if (!m_soon.isActive()) {
            m_soon.start();
        }
    });
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
