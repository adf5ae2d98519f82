// What the sheet is made of, field by field.
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

#include "app/exporting/exported_files.h"
#include "app/settings/settings.h"
#include "ui/exporting/export_sheet.h"
#include "ui/shared/controls.h"
#include "ui/shared/format_names.h"
#include "ui/shared/loudness_box.h"
#include "ui/theme.h"

namespace ui::exporting {

namespace {

constexpr int kWidth = 600; // px

} // namespace

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

} // namespace ui::exporting
