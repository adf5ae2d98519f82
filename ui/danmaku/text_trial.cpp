#include "ui/danmaku/text_trial.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/danmaku/danmaku_words.h"
#include "ui/shared/plain_tip.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::chat::FilterStep;
using app::danmaku::LiveStage;

TextTrial::TextTrial(LiveStage &stage, QWidget *parent) : QWidget(parent), m_stage(stage) {
    auto *title = new QLabel(tr("&Try a text"), this);
    setRole(title, "heading");
    m_text = new QLineEdit(this);
    m_text->setMaxLength(5'000);
    m_text->setClearButtonEnabled(true);
    m_text->setPlaceholderText(tr("What somebody might write"));
    m_text->setAccessibleName(tr("A text to try"));
    title->setBuddy(m_text);
    m_result = new QLabel(this);
    m_result->setTextFormat(Qt::PlainText);
    m_result->setWordWrap(true);
    m_result->setMinimumHeight(fontMetrics().lineSpacing());
    m_steps = new QTableWidget(0, 3, this);
    m_steps->setAccessibleName(tr("Steps of the filter, and what each did"));
    m_steps->setHorizontalHeaderLabels({tr("Step"), tr("What it did"), tr("Text after it")});
    m_steps->verticalHeader()->hide();
    m_steps->horizontalHeader()->setStretchLastSection(true);
    m_steps->setColumnWidth(0, 140);
    m_steps->setColumnWidth(1, 220);
    m_steps->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_steps->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_steps->setTabKeyNavigation(false);
    m_steps->setMinimumHeight(140);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    layout->addWidget(title);
    layout->addWidget(m_text);
    layout->addWidget(m_result);
    layout->addWidget(m_steps);
    connect(m_text, &QLineEdit::textChanged, this, &TextTrial::tryIt);
    connect(&m_stage, &LiveStage::rulesChanged, this, &TextTrial::tryIt);
    tryIt();
}

void TextTrial::tryIt() {
    const int asked = ++m_asked;
    if (m_text->text().trimmed().isEmpty()) {
        m_steps->setRowCount(0);
        m_result->setText(tr("Every step is shown, with what it does to the text."));
        setRole(m_result, "quiet");
        return;
    }
    m_stage.tryText(m_text->text(), this, [this, asked](const QList<FilterStep> &steps) {
        if (asked == m_asked)
            show(steps);
    });
}

void TextTrial::show(const QList<FilterStep> &steps) {
    m_steps->setRowCount(int(steps.size()));
    for (int row = 0; row < int(steps.size()); ++row) {
        const FilterStep &step = steps[row];
        const QString did = !step.on                 ? tr("Off")
                            : !step.reason.isEmpty() ? step.reason
                            : step.refused           ? tr("Not read")
                                                     : QStringLiteral("–");
        const QStringList cells{ruleName(step.rule), oneLine(did), step.on ? oneLine(step.after) : QString()};
        for (int column = 0; column < 3; ++column) {
            auto *cell = new QTableWidgetItem(cells[column]);
            cell->setToolTip(shared::plainTip(cells[column]));
            m_steps->setItem(row, column, cell);
        }
    }
    const auto refused = std::find_if(steps.begin(), steps.end(), [](const FilterStep &step) { return step.refused; });
    if (refused != steps.end()) {
        m_result->setText(
            tr("Not read: %1").arg(refused->reason.isEmpty() ? ruleName(refused->rule) : oneLine(refused->reason)));
        setRole(m_result, "attention");
        m_steps->selectRow(int(refused - steps.begin()));
    } else {
        m_result->setText(tr("Read: %1").arg(steps.isEmpty() ? m_text->text() : oneLine(steps.last().after)));
        setRole(m_result, "");
        m_steps->clearSelection();
    }
}

} // namespace ui::danmaku

#include "moc_text_trial.cpp"
