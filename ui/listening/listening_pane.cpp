#include "ui/listening/listening_pane.h"

#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedLayout>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/listening/pair_flags.h"
#include "ui/listening/cell_delegate.h"
#include "ui/shared/controls.h"
#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::listening {

using app::listening::CellProgress;

namespace {

QToolButton *buttonFor(QAction *action, QWidget *parent) {
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

ListeningPane::ListeningPane(app::listening::CellMaker &cells, const ListeningActs &acts, QWidget *parent)
    : QWidget(parent), m_cells(cells), m_acts(acts), m_model(new GridModel(cells, this)), m_order(new GridOrder(this)) {
    m_order->setSourceModel(m_model);
    m_pages = new QStackedLayout(this);
    m_empty = makeEmptyPage();
    m_grid = makeGridPage();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_grid);
    setMinimumWidth(360);
    connect(&m_cells, &app::listening::CellMaker::progressed, this, &ListeningPane::showProgress);
    connect(&m_cells, &app::listening::CellMaker::looked, this, &ListeningPane::showProgress);
    connect(&m_cells, &app::listening::CellMaker::designChanged, this, [this] {
        showFlags();
        followCategories();
        setWidths();
        showProgress();
    });
}

QWidget *ListeningPane::makeEmptyPage() {
    auto *page = new QWidget(this);
    auto *column = new QWidget(page); // of fixed width, so that the text knows its height
    auto *picture = new shared::IconLabel(shared::icon(u"compare", shared::Tone::Quiet), 48, page);
    auto *heading = new QLabel(tr("Decide by ear, blind"), page);
    setRole(heading, "heading");
    auto *words = new QLabel(tr("A listening test speaks the same sentences with different settings and asks you which "
                                "you like better, without saying which is which. It ends in a decision: how few steps "
                                "are enough, with the certainty that the votes allow."),
                             page);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    auto *what =
        new QLabel(tr("The standard test: 26 sentences × NFE 5, 6, 7, 8, 16 and 32. Its sounds are made in the "
                      "background, about 10 minutes of speech and 60 MB; you may go on working."),
                   page);
    what->setWordWrap(true);
    what->setAlignment(Qt::AlignCenter);
    setRole(what, "quiet");
    m_make = new QPushButton(tr("Make the standard test"), page);
    setRole(m_make, "primary");
    m_make->setAutoDefault(true); // Enter presses it, too
    connect(m_make, &QPushButton::clicked, m_acts[ListeningActs::New], &QAction::trigger);
    auto *lines = new QVBoxLayout(column);
    lines->setSpacing(kGrid);
    lines->addWidget(picture, 0, Qt::AlignHCenter);
    lines->addWidget(heading, 0, Qt::AlignHCenter);
    lines->addWidget(words);
    lines->addWidget(what);
    lines->addSpacing(kGrid);
    lines->addWidget(m_make, 0, Qt::AlignHCenter);
    column->setFixedWidth(520);
    for (QLabel *text : {words, what})
        text->setMaximumWidth(480); // its height is asked for without a width, too
    lines->setContentsMargins(20, 0, 20, 0);
    auto *layout = new QGridLayout(page);
    layout->addWidget(column, 0, 0, Qt::AlignCenter);
    return page;
}

QWidget *ListeningPane::makeGridPage() {
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    m_tests = new QComboBox(page);
    m_tests->setAccessibleName(tr("Listening test"));
    m_tests->setMinimumContentsLength(14);
    m_tests->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    shared::letWheelPass(m_tests);
    m_listener = new QLineEdit(page);
    m_listener->setPlaceholderText(tr("Who listens"));
    m_listener->setAccessibleName(tr("Who listens"));
    m_listener->setMaxLength(60);
    m_listener->setMaximumWidth(140);
    auto *top = new QHBoxLayout;
    top->addWidget(m_tests, 1);
    for (const auto act : {ListeningActs::New, ListeningActs::Edit}) {
        QToolButton *button = buttonFor(m_acts[act], page);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        top->addWidget(button);
    }
    top->addWidget(m_listener);
    top->addWidget(buttonFor(m_acts[ListeningActs::Listen], page));
    m_category = new QComboBox(page);
    m_category->setAccessibleName(tr("Category"));
    m_figure = new QComboBox(page);
    m_figure->setAccessibleName(tr("Figure of the cells; a click on a column sorts by it"));
    m_figure->setToolTip(tr("A click on a column's head sorts its cells by this. What has to be measured first takes a "
                            "while, and stands in each cell then."));
    for (const char *known : {"seconds", "lufs", "rtf", "artifacts"})
        m_figure->addItem(app::listening::findMeasure(known)->name(), QString::fromLatin1(known));
    m_figure->insertSeparator(m_figure->count());
    for (const auto &measure : app::listening::measures()) {
        if (const QString id = QString::fromStdString(measure.id); m_figure->findData(id) < 0) {
            m_figure->addItem(measure.name(), id);
            m_figure->setItemData(m_figure->count() - 1, measure.variant(), Qt::ToolTipRole);
        }
    }
    for (QComboBox *box : {m_category, m_figure}) {
        box->setMinimumContentsLength(14);
        shared::letWheelPass(box);
    }
    m_state = new QLabel(page);
    m_state->setFont(withTabularDigits(font()));
    setRole(m_state, "quiet");
    m_progress = new QProgressBar(page);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_progress->setAccessibleName(tr("Sounds that are made"));
    auto *second = new QHBoxLayout;
    second->addWidget(m_category);
    second->addWidget(m_figure);
    second->addStretch(1);
    m_making = new QWidget(page);
    auto *making = new QVBoxLayout(m_making); // in two rows, as not all of it fits in one in every language
    making->setContentsMargins(0, 0, 0, 0);
    auto *state = new QHBoxLayout;
    state->addWidget(m_state);
    state->addWidget(m_progress, 1);
    auto *acts = new QHBoxLayout;
    acts->addWidget(buttonFor(m_acts[ListeningActs::Make], page));
    acts->addWidget(buttonFor(m_acts[ListeningActs::Pause], page));
    acts->addStretch(1);
    making->addLayout(state);
    making->addLayout(acts);
    m_flags = new QLabel(page);
    m_flags->setWordWrap(true);
    setRole(m_flags, "attention");
    makeTable(page);
    layout->addLayout(top);
    layout->addLayout(second);
    layout->addWidget(m_making);
    layout->addWidget(m_flags);
    m_size = new QLabel(page);
    m_size->setWordWrap(true);
    m_size->setFont(withTabularDigits(font()));
    setRole(m_size, "quiet");
    m_size->hide();
    layout->addWidget(m_table, 1);
    layout->addWidget(m_size);
    connect(m_tests, &QComboBox::activated, this, [this] { Q_EMIT testChosen(m_tests->currentData().toString()); });
    connect(m_category, &QComboBox::activated, this,
            [this] { m_order->setCategory(m_category->currentData().toString()); });
    connect(m_figure, &QComboBox::activated, this, [this] { m_model->setFigure(m_figure->currentData().toString()); });
    return page;
}

// What a wide window has left goes to the sentences and, in equal parts, to the cells, as far as they have use for it.
void ListeningPane::setWidths() {
    constexpr int kSentence = 240, kLongSentence = 420, kCell = 208, kWideCell = 320; // px
    const int cells = m_order->columnCount() - 1;
    if (cells < 1)
        return;
    const auto least = [&](int column) {
        return std::max(kCell, m_table->horizontalHeader()->sectionSizeHint(column));
    };
    int spare = m_table->width() - m_table->verticalHeader()->width() -
                m_table->verticalScrollBar()->sizeHint().width() - kSentence;
    for (int column = 1; column <= cells; ++column)
        spare -= least(column);
    const int more = std::clamp(spare / (cells + 1), 0, kWideCell - kCell);
    m_table->setColumnWidth(GridModel::kSentence,
                            kSentence + std::clamp(spare - cells * more, 0, kLongSentence - kSentence));
    for (int column = 1; column <= cells; ++column)
        m_table->setColumnWidth(column, least(column) + more);
}

void ListeningPane::makeTable(QWidget *parent) {
    m_table = new QTableView(parent);
    m_table->setAccessibleName(tr("Cells of the test; Enter or Space plays one"));
    m_table->setModel(m_order);
    m_table->setItemDelegate(new CellDelegate(m_table));
    m_table->setItemDelegateForColumn(GridModel::kSentence, new QStyledItemDelegate(m_table));
    m_table->setWordWrap(true);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->setDefaultSectionSize(60);
    m_table->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicatorClearable(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_table->installEventFilter(this);
    connect(m_table, &QTableView::clicked, this, &ListeningPane::hearCurrent);
}

void ListeningPane::setTests(const QList<QPair<QString, QString>> &tests, const QString &current) {
    m_tests->clear();
    for (const auto &[id, name] : tests)
        m_tests->addItem(name, id);
    m_tests->setCurrentIndex(m_tests->findData(current));
    if (!m_editor)
        m_pages->setCurrentWidget(tests.isEmpty() ? m_empty : m_grid);
}

void ListeningPane::showEditor(QWidget *editor) {
    if (m_editor)
        m_editor->deleteLater();
    m_editor = editor;
    if (editor)
        m_pages->addWidget(editor);
    m_pages->setCurrentWidget(editor ? editor : m_tests->count() == 0 ? m_empty : m_grid);
    (editor ? editor : static_cast<QWidget *>(m_table))->setFocus();
    Q_EMIT editingChanged();
}

void ListeningPane::showFlags() {
    QStringList flags;
    if (m_cells.design()) {
        for (const std::string &flag : m_cells.design()->flags)
            flags << app::listening::sentenceFor(flag);
    }
    QStringList lines;
    if (!flags.isEmpty())
        lines << tr("Made elsewhere, and never concluded “accept”: %1.").arg(flags.join(tr(", ", "between flaws")));
    if (m_model->figuresHidden())
        lines << tr("Figures are hidden until the open session is finished.");
    m_flags->setText(lines.join(u'\n'));
    m_flags->setVisible(!lines.isEmpty());
}

void ListeningPane::followCategories() {
    const QString chosen = m_category->currentData().toString();
    m_category->clear();
    m_category->addItem(tr("All categories"), QString());
    for (const QString &category : m_model->categories())
        m_category->addItem(category, category);
    m_category->setCurrentIndex(std::max(0, m_category->findData(chosen)));
    m_order->setCategory(m_category->currentData().toString());
}

void ListeningPane::setFiguresHidden(bool hidden) {
    m_model->setFiguresHidden(hidden);
    showFlags();
}

void ListeningPane::showProgress() {
    const CellProgress progress = m_cells.progress();
    m_progress->setRange(0, std::max(1, progress.total));
    m_progress->setValue(progress.made);
    m_making->setVisible(progress.made < progress.total);
    QStringList parts{tr("%1 of %2 made").arg(progress.made).arg(progress.total)};
    if (progress.failed > 0)
        parts << tr("%1 failed").arg(progress.failed);
    if (progress.paused)
        parts << tr("paused");
    else if (progress.secondsLeft && progress.asked > 0)
        parts << tr("%1 left").arg(shared::clockTime(*progress.secondsLeft, 0));
    m_state->setText(parts.join(QStringLiteral(" · ")));
}

void ListeningPane::showSize(const QString &words) {
    m_size->setText(words);
    m_size->setVisible(!words.isEmpty());
}

QString ListeningPane::listener() const {
    return m_listener->text().trimmed();
}

void ListeningPane::focusGrid() {
    if (m_pages->currentWidget() == m_empty) {
        m_make->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_table->setFocus(Qt::OtherFocusReason);
    if (!m_table->currentIndex().isValid() && m_order->columnCount() > 1)
        m_table->setCurrentIndex(m_order->index(0, GridModel::kSentence + 1));
}

void ListeningPane::hearCurrent() {
    const QModelIndex index = m_order->mapToSource(m_table->currentIndex());
    if (m_model->cellAt(index))
        Q_EMIT hearWanted(index.row(), m_model->conditionOf(index.column()));
}

void ListeningPane::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    Q_EMIT shown();
}

bool ListeningPane::eventFilter(QObject *watched, QEvent *event) {
    if (watched == m_table && event->type() == QEvent::Resize)
        setWidths();
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto &key = static_cast<QKeyEvent &>(*event);
        if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter || key.key() == Qt::Key_Space) {
            hearCurrent();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui::listening

#include "moc_listening_pane.cpp"
