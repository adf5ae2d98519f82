#include "ui/studio/takes_table.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

#include <algorithm>
#include <iterator>
#include <numeric>

#include "ui/studio/takes_model.h"
#include "ui/theme.h"

namespace ui::studio {

namespace {

constexpr int kStarWidth = 32;
constexpr int kVoiceWidth = 150;
constexpr int kNarrowVoice = 96;
constexpr int kLeastText = 160;
constexpr int kRoomInHeader = 16; // beside its words

// What is given up first.
constexpr TakesModel::Column kByWorth[] = {TakesModel::Rtf, TakesModel::Steps, TakesModel::Made, TakesModel::Length,
                                           TakesModel::Voice};

} // namespace

TakesTable::TakesTable(TakesModel &model, QWidget *parent) : QTableView(parent), m_voiceWidth(kVoiceWidth) {
    setModel(&model);
    setAccessibleName(tr("Takes"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setDragEnabled(true);
    setWordWrap(false);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setFont(withTabularDigits(font()));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(26);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(TakesModel::Text, QHeaderView::Stretch);
    header->setSectionResizeMode(TakesModel::Voice, QHeaderView::Interactive);
    header->setSectionResizeMode(TakesModel::Made, QHeaderView::Interactive);
    header->setResizeContentsPrecision(0); // the rows that are seen
    setColumnWidth(TakesModel::Star, kStarWidth);
    connect(header, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (!m_fitting && width > 0 && (column == TakesModel::Voice || column == TakesModel::Made)) {
            (column == TakesModel::Voice ? m_voiceWidth : m_madeWidth) = width; // by hand
        }
    });
    m_fitSoon.setSingleShot(true);
    connect(&m_fitSoon, &QTimer::timeout, this, &TakesTable::fit);
    const auto later = [this] { m_fitSoon.start(); };
    connect(&model, &QAbstractItemModel::modelReset, this, later);
    connect(&model, &QAbstractItemModel::rowsInserted, this, later);
    connect(&model, &QAbstractItemModel::dataChanged, this, later);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, later);
}

void TakesTable::resizeEvent(QResizeEvent *event) {
    QTableView::resizeEvent(event);
    m_fitSoon.start();
}

void TakesTable::showEvent(QShowEvent *event) {
    QTableView::showEvent(event);
    m_fitSoon.start();
}

int TakesTable::widthOf(int column) const {
    if (column == TakesModel::Star) {
        return kStarWidth;
    }
    if (column == TakesModel::Made && m_madeWidth > 0) {
        return m_madeWidth;
    }
    if (column == TakesModel::Voice) {
        return m_voiceWidth;
    }
    const QString name = model()->headerData(column, Qt::Horizontal).toString();
    return std::max(sizeHintForColumn(column), horizontalHeader()->fontMetrics().horizontalAdvance(name)) +
           kRoomInHeader;
}

void TakesTable::fit() {
    if (!isVisible()) {
        return;
    }
    int widths[TakesModel::ColumnCount] = {};
    for (int column = 0; column < TakesModel::ColumnCount; ++column) {
        widths[column] = column == TakesModel::Text ? kLeastText : widthOf(column);
    }
    int missing = std::accumulate(std::begin(widths), std::end(widths), 0) - viewport()->width();
    const auto giveUp = [&](int column, int width) {
        if (missing > 0) {
            missing -= std::max(0, widths[column] - width);
            widths[column] = std::min(widths[column], width);
        }
    };
    giveUp(TakesModel::Voice, kNarrowVoice);
    for (const auto column : kByWorth) {
        giveUp(column, 0);
    }
    m_fitting = true;
    for (int column = 0; column < TakesModel::ColumnCount; ++column) {
        setColumnHidden(column, widths[column] == 0);
        if (column != TakesModel::Text && widths[column] > 0) {
            setColumnWidth(column, widths[column]);
        }
    }
    m_fitting = false;
}

// Fewer than three takes are no choice.
QSize TakesTable::minimumSizeHint() const {
    const int rows = 3 * verticalHeader()->defaultSectionSize();
    return {QTableView::minimumSizeHint().width(), horizontalHeader()->sizeHint().height() + rows + 2 * frameWidth()};
}

int TakesTable::firstSeen() const {
    return std::max(0, rowAt(0));
}

void TakesTable::showFrom(int row) {
    doItemsLayout(); // what the model said last
    verticalScrollBar()->setValue(row);
}

// The keys of the actions come as events too: when they were pressed before the takes were there, and when they are
// held, which does nothing more.
void TakesTable::keyPressEvent(QKeyEvent *event) {
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const QKeySequence keys(int(modifiers) | event->key());
    const QList<QAction *> all = actions();
    const auto action =
        std::find_if(all.begin(), all.end(), [&](const QAction *each) { return each->shortcuts().contains(keys); });
    const bool compares = keys == QKeySequence(Qt::Key_C);
    const bool switches = keys == QKeySequence(Qt::Key_X);
    if (action == all.end() && !compares && !switches) {
        QTableView::keyPressEvent(event);
    } else if (event->isAutoRepeat()) {
        return;
    } else if (action != all.end()) {
        (*action)->trigger();
    } else if (compares) {
        Q_EMIT compareWanted();
    } else {
        Q_EMIT switchSidesWanted();
    }
}

void TakesTable::startDrag(Qt::DropActions) {
    Q_EMIT dragWanted();
}

} // namespace ui::studio

#include "moc_takes_table.cpp"
