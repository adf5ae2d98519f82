#include "ui/studio/facts_sheet.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "app/takes/take_library.h"
#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/shared/plain_tip.h"
#include "ui/studio/take_facts.h"
#include "ui/theme.h"

namespace ui::studio {

using app::takes::TakeLibrary;
using app::takes::TakeRecord;

namespace {

constexpr int kWidth = 800, kHeight = 560; // px; a hash fits into a line

}

FactsSheet::FactsSheet(TakeLibrary &library, QWidget *parent) : QDialog(parent), m_library(library) {
    setWindowTitle(tr("Facts of the take"));
    m_title = new QLabel(this);
    setRole(m_title, "heading");
    m_title->setTextFormat(Qt::PlainText);
    m_table = new QTableWidget(0, 2, this);
    m_table->setAccessibleName(tr("Facts of the take"));
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->setShowGrid(false);
    m_table->setWordWrap(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_nothing = new QLabel(tr("Choose one take to see its facts."), this);
    m_nothing->setAlignment(Qt::AlignCenter);
    setRole(m_nothing, "quiet");
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_nothing);
    m_parent = new QPushButton(tr("&Go to the take it was made from"), this);
    m_parent->setAutoDefault(false);
    m_copy = new QPushButton(shared::icon(u"copy"), tr("&Copy all"), this);
    m_copy->setAutoDefault(false);
    auto *leave = new QPushButton(tr("C&lose"), this);
    leave->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(m_parent);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    buttons->addWidget(leave);
    auto *layout = shared::layOutSheet(this);
    layout->addWidget(m_title);
    layout->addWidget(m_pages, 1);
    layout->addLayout(buttons);
    resize(kWidth, kHeight);
    connect(leave, &QPushButton::clicked, this, &QDialog::close);
    connect(m_copy, &QPushButton::clicked, this, &FactsSheet::copyAll);
    connect(m_parent, &QPushButton::clicked, this, [this] { Q_EMIT takeWanted(m_take.parentId); });
    m_table->installEventFilter(this);
    connect(&m_library, &TakeLibrary::changed, this, [this](const TakeRecord &take) {
        if (take.id == m_take.id)
            showTake(take);
    });
    showTakes({});
}

void FactsSheet::showTakes(const QList<TakeRecord> &chosen) {
    if (chosen.size() == 1) {
        showTake(chosen.first());
        return;
    }
    m_take = {};
    m_title->clear();
    m_pages->setCurrentIndex(1);
    m_parent->setEnabled(false);
    m_copy->setEnabled(false);
}

void FactsSheet::showTake(const TakeRecord &take) {
    const bool another = take.id != m_take.id;
    m_take = take;
    m_title->setText(
        fontMetrics().elidedText(take.name.isEmpty() ? take.text : take.name, Qt::ElideRight, kWidth - 80));
    m_pages->setCurrentIndex(0);
    m_copy->setEnabled(true);
    m_parent->setEnabled(false);
    m_parent->setToolTip(take.parentId == 0 ? tr("It was not made from another take.") : QString());
    fill(factsOf(take));
    if (another)
        m_table->setCurrentCell(0, 1);
    if (take.parentId != 0)
        askForParent();
}

void FactsSheet::askForParent() {
    m_library.byId(m_take.parentId, this, [this, id = m_take.id](const app::storage::Answer<TakeRecord> &answer) {
        if (id != m_take.id)
            return;
        const TakeRecord *parent = answer ? &*answer.value : nullptr;
        m_parent->setEnabled(parent != nullptr);
        const int row = m_table->currentRow();
        fill(lineageOf(m_take, parent) + factsOf(m_take));
        m_table->setCurrentCell(std::max(row, 0), 1);
    });
}

void FactsSheet::fill(const QList<Fact> &facts) {
    m_table->setRowCount(int(facts.size()));
    for (int row = 0; row < int(facts.size()); ++row) {
        auto *name = new QTableWidgetItem(facts[row].name);
        name->setForeground(coloursOf(palette()).quiet);
        auto *value = new QTableWidgetItem(facts[row].value);
        value->setToolTip(shared::plainTip(facts[row].value));
        value->setData(Qt::AccessibleTextRole, facts[row].name + QStringLiteral(": ") + facts[row].value);
        m_table->setItem(row, 0, name);
        m_table->setItem(row, 1, value);
    }
    m_table->resizeRowsToContents();
}

bool FactsSheet::eventFilter(QObject *watched, QEvent *event) {
    const bool isKey = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (watched == m_table && isKey && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        if (event->type() == QEvent::KeyPress)
            copyChosen();
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void FactsSheet::copyAll() {
    QList<Fact> facts;
    for (int row = 0; row < m_table->rowCount(); ++row)
        facts << Fact{m_table->item(row, 0)->text(), m_table->item(row, 1)->text()};
    QGuiApplication::clipboard()->setText(asText(facts));
}

// One value alone comes without its name: it will be pasted somewhere.
void FactsSheet::copyChosen() {
    QList<Fact> facts;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        facts << Fact{m_table->item(index.row(), 0)->text(), m_table->item(index.row(), 1)->text()};
    if (!facts.isEmpty())
        QGuiApplication::clipboard()->setText(facts.size() == 1 ? facts.first().value : asText(facts));
}

} // namespace ui::studio

#include "moc_facts_sheet.cpp"
