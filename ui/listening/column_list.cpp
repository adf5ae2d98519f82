#include "ui/listening/column_list.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>

#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::listening {

using app::listening::TestColumn;

namespace {

constexpr int kMostColumns = 12;

QDoubleSpinBox *makeNumber(double low, double high, double step, const QString &name, QWidget *parent) {
    auto *box = new QDoubleSpinBox(parent);
    box->setRange(low, high);
    box->setSingleStep(step);
    box->setDecimals(2);
    box->setAccessibleName(name);
    shared::letWheelPass(box);
    return box;
}

} // namespace

ColumnList::ColumnList(const app::listening::TestDesign &design, const QList<QPair<QString, QString>> &voices,
                       QWidget *parent)
    : QWidget(parent), m_design(design) {
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("Columns"));
    m_list->setMinimumWidth(160);
    m_list->setFixedHeight(120);
    m_add = shared::makeIconButton(u"plus", tr("Add a column"), tr("Add a column with other steps"), this);
    m_remove = shared::makeIconButton(u"remove", tr("Remove the column"), {}, this);
    m_base = shared::makeIconButton(u"pin", tr("Make it the baseline"),
                                    tr("The column that the others are compared with"), this);
    auto *buttons = new QVBoxLayout;
    for (QToolButton *button : {m_add, m_remove, m_base})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto *list = new QHBoxLayout;
    list->addWidget(m_list, 1);
    list->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(list);
    makeFields(voices);
    connect(m_list, &QListWidget::currentRowChanged, this, &ColumnList::showCurrent);
    connect(m_add, &QToolButton::clicked, this, &ColumnList::add);
    connect(m_remove, &QToolButton::clicked, this, &ColumnList::remove);
    connect(m_base, &QToolButton::clicked, this, [this] {
        m_design.baseline = m_list->currentRow();
        fill();
        Q_EMIT changed();
    });
    fill();
    showCurrent();
}

void ColumnList::makeFields(const QList<QPair<QString, QString>> &voices) {
    m_steps = new QSpinBox(this);
    m_steps->setRange(1, 128);
    m_steps->setAccessibleName(tr("NFE steps"));
    shared::letWheelPass(m_steps);
    m_schedule = new QComboBox(this);
    m_schedule->addItem(tr("EPSS where it has one"), int(engine::Schedule::Epss));
    m_schedule->addItem(tr("Uniform"), int(engine::Schedule::Uniform));
    m_schedule->setAccessibleName(tr("Schedule"));
    m_sway = makeNumber(-1, 1, 0.1, tr("Sway"), this);
    m_guidance = makeNumber(0, 10, 0.1, tr("Guidance (CFG)"), this);
    m_precision = new QComboBox(this);
    m_precision->addItem(tr("fp32"), int(engine::Precision::Fp32));
    m_precision->addItem(tr("bf16"), int(engine::Precision::Bf16));
    m_precision->setAccessibleName(tr("Precision"));
    m_speed = makeNumber(0.3, 3, 0.05, tr("Speed"), this);
    m_voice = new QComboBox(this);
    m_voice->addItem(tr("as the test"), QString());
    for (const auto &[id, name] : voices)
        m_voice->addItem(name, id);
    m_voice->setAccessibleName(tr("Voice"));
    m_model = new QComboBox(this);
    m_model->setEditable(true);
    m_model->addItem(QString());
    m_model->lineEdit()->setPlaceholderText(tr("as the test"));
    m_model->lineEdit()->setAccessibleName(tr("Model"));
    m_model->setAccessibleName(tr("Model"));
    auto *form = new QFormLayout;
    form->addRow(tr("NFE steps"), m_steps);
    form->addRow(tr("Schedule"), m_schedule);
    form->addRow(tr("Sway"), m_sway);
    form->addRow(tr("Guidance (CFG)"), m_guidance);
    form->addRow(tr("Precision"), m_precision);
    form->addRow(tr("Speed"), m_speed);
    form->addRow(tr("Voice"), m_voice);
    form->addRow(tr("Model"), m_model);
    for (QComboBox *box : {m_schedule, m_precision, m_voice, m_model}) {
        shared::letWheelPass(box);
        connect(box, &QComboBox::currentTextChanged, this, &ColumnList::readFields);
    }
    connect(m_steps, &QSpinBox::valueChanged, this, &ColumnList::readFields);
    for (QDoubleSpinBox *box : {m_sway, m_guidance, m_speed})
        connect(box, &QDoubleSpinBox::valueChanged, this, &ColumnList::readFields);
    static_cast<QVBoxLayout *>(layout())->addLayout(form);
}

void ColumnList::fill() {
    const QSignalBlocker quiet(m_list);
    const int current = m_list->currentRow();
    m_list->clear();
    for (int i = 0; i < int(m_design.columns.size()); ++i) {
        const QString key = QString::fromStdString(keyOf(m_design, i));
        m_list->addItem(i == m_design.baseline ? tr("%1 (baseline)").arg(key) : key);
    }
    m_list->setCurrentRow(std::clamp(current, 0, m_list->count() - 1));
    m_add->setEnabled(m_list->count() < kMostColumns);
    m_remove->setEnabled(m_list->count() > 2);
}

void ColumnList::showCurrent() {
    const int row = m_list->currentRow();
    if (row < 0)
        return;
    m_showing = true;
    const TestColumn &column = m_design.columns[std::size_t(row)];
    m_steps->setValue(column.nfeStep);
    m_schedule->setCurrentIndex(m_schedule->findData(int(column.schedule)));
    m_sway->setValue(column.swayCoefficient);
    m_guidance->setValue(column.cfgStrength);
    m_precision->setCurrentIndex(m_precision->findData(int(column.precision)));
    m_speed->setValue(column.speed);
    const QString voice = QString::fromStdString(column.voice);
    if (m_voice->findData(voice) < 0)
        m_voice->addItem(voice, voice);
    m_voice->setCurrentIndex(m_voice->findData(voice));
    m_model->setEditText(QString::fromStdString(column.model));
    m_showing = false;
}

void ColumnList::readFields() {
    const int row = m_list->currentRow();
    if (m_showing || row < 0)
        return;
    TestColumn &column = m_design.columns[std::size_t(row)];
    column.nfeStep = m_steps->value();
    column.schedule = engine::Schedule(m_schedule->currentData().toInt());
    column.swayCoefficient = m_sway->value();
    column.cfgStrength = m_guidance->value();
    column.precision = engine::Precision(m_precision->currentData().toInt());
    column.speed = m_speed->value();
    column.voice = m_voice->currentData().toString().toStdString();
    column.model = m_model->currentText().trimmed().toStdString();
    fill();
    Q_EMIT changed();
}

void ColumnList::add() {
    TestColumn column = m_design.columns[std::size_t(std::max(0, m_list->currentRow()))];
    const auto isThere = [&] {
        return std::find(m_design.columns.begin(), m_design.columns.end(), column) != m_design.columns.end();
    };
    while (isThere() && column.nfeStep < 128)
        ++column.nfeStep;
    m_design.columns.push_back(column);
    fill();
    m_list->setCurrentRow(m_list->count() - 1);
    Q_EMIT changed();
}

void ColumnList::remove() {
    const int row = m_list->currentRow();
    m_design.columns.erase(m_design.columns.begin() + row);
    if (m_design.baseline >= row && m_design.baseline > 0)
        --m_design.baseline;
    fill();
    showCurrent();
    Q_EMIT changed();
}

} // namespace ui::listening

#include "moc_column_list.cpp"
