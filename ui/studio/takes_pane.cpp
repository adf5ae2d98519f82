#include "ui/studio/takes_pane.h"

#include <QAction>
#include <QApplication>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "app/takes/take_history.h"
#include "app/takes/take_library.h"
#include "ui/shared/icons.h"
#include "ui/shared/key_tips.h"
#include "ui/studio/facts_sheet.h"
#include "ui/studio/take_note.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_table.h"
#include "ui/studio/wanted_take.h"
#include "ui/theme.h"

namespace ui::studio {

using app::takes::TakeRecord;

TakesPane::TakesPane(app::takes::TakeLibrary &library, QWidget *parent)
    : QWidget(parent), m_library(library), m_model(new TakesModel(library, this)),
      m_history(new app::takes::TakeHistory(library, this)), m_acts(new TakeActs(this)) {
    m_words = new QLineEdit(this);
    m_words->setPlaceholderText(tr("Search takes"));
    m_words->setAccessibleName(tr("Search takes"));
    m_words->setAccessibleDescription(tr("Arrow down or Enter goes to the takes."));
    m_words->setClearButtonEnabled(true);
    m_words->addAction(shared::icon(u"search", shared::Tone::Quiet), QLineEdit::LeadingPosition);
    m_words->setMaximumWidth(320);
    m_which = new QButtonGroup(this);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(m_words, 1);
    auto *segments = new QHBoxLayout;
    segments->setSpacing(0);
    const std::pair<Show, QString> kinds[] = {{Show::All, tr("All")},
                                              {Show::Line, tr("This line")},
                                              {Show::Starred, tr("Starred")},
                                              {Show::Removed, tr("Removed")}};
    for (const auto &[kind, name] : kinds) {
        auto *button = new QToolButton(this);
        button->setText(name);
        button->setCheckable(true);
        button->setChecked(kind == Show::All);
        setRole(button, "segment");
        m_which->addButton(button, int(kind));
        segments->addWidget(button);
    }
    row->addLayout(segments);
    row->addSpacing(kGrid);
    const std::pair<TakeActs::Act, QString> acts[] = {
        {TakeActs::Play, tr("Play")},    {TakeActs::Again, tr("Make again")}, {TakeActs::NewSeed, tr("New seed")},
        {TakeActs::Star, tr("Star")},    {TakeActs::Compare, tr("Compare")},  {TakeActs::Facts, tr("Facts")},
        {TakeActs::Save, tr("Save as")}, {TakeActs::Remove, tr("Remove")},    {TakeActs::BringBack, tr("Bring back")},
    };
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(2);
    for (const auto &[act, name] : acts) {
        QToolButton *button = makeButton(act, name);
        buttons->addWidget(button);
        if (act == TakeActs::BringBack) { // there is little room
            button->hide();
            connect(m_which, &QButtonGroup::idToggled, button, [this, button] { button->setVisible(showsRemoved()); });
        }
    }
    row->addLayout(buttons);
    m_count = new QLabel(this);
    setRole(m_count, "quiet");
    m_count->setFont(withTabularDigits(font()));
    row->addStretch(1);
    row->addWidget(m_count);

    m_table = new TakesTable(*m_model, this);
    m_nothing = new QLabel(this);
    m_nothing->setTextFormat(Qt::PlainText);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored); // it has less to say than the table
    setRole(m_nothing, "quiet");
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_nothing);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 2, 12, kGrid); // the dock's title is above
    layout->setSpacing(kGrid);
    layout->addLayout(row);
    m_note = new TakeNote(library, *m_history, this);
    auto *below = new QHBoxLayout;
    below->setSpacing(12);
    below->addWidget(m_pages, 1);
    below->addWidget(m_note);
    layout->addLayout(below, 1);

    connect(m_words, &QLineEdit::textChanged, this, &TakesPane::search);
    connect(m_which, &QButtonGroup::idClicked, this, &TakesPane::search);
    connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this, &TakesPane::remember);
    connect(m_model, &TakesModel::refreshed, this, &TakesPane::show);
    m_wanted = new WantedTake(*m_model); // after show(), which brings back what was chosen before
    connect(m_wanted, &WantedTake::found, this, [this](qint64 id, int place) {
        select({id});
        m_table->scrollTo(m_model->index(place, 0));
        focusTakes();
    });
    connect(m_model, &TakesModel::notRead, this, [this] {
        m_onTheWay = false;
        m_pressed.clear();
    });
    connect(&m_library, &app::takes::TakeLibrary::restored, this, [this](const QList<qint64> &ids) {
        m_restoredIds = ids;
        m_leaving.subtract(QSet<qint64>(ids.begin(), ids.end()));
    });
    connect(m_note, &TakeNote::left, this, &TakesPane::focusTakes);
    connectActs();
    connectTable();
    m_words->installEventFilter(this);
    show();
    search();
}

void TakesPane::connectTable() {
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TakesPane::followChosen);
    connect(m_table, &TakesTable::compareWanted, this, &TakesPane::compare);
    connect(m_table, &TakesTable::switchSidesWanted, this, &TakesPane::switchSidesWanted);
    connect(m_table, &TakesTable::dragWanted, this, [this] { Q_EMIT dragWanted(chosen()); });
    connect(m_table, &QTableView::doubleClicked, this, &TakesPane::play);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == TakesModel::Star && !showsRemoved()) {
            const TakeRecord &take = m_model->take(index.row());
            m_history->star({take}, !take.starred);
        }
    });
    connect(m_table, &QTableView::customContextMenuRequested, this, [this](const QPoint &at) {
        if (m_table->selectionModel()->hasSelection()) {
            Q_EMIT menuWanted(m_table->viewport()->mapToGlobal(at));
        }
    });
}

void TakesPane::setCurrentLine(const QString &lineId) {
    m_lineId = lineId;
    if (Show(m_which->checkedId()) == Show::Line) {
        search();
    }
}

void TakesPane::focusSearch() {
    m_words->setFocus();
    m_words->selectAll();
}

void TakesPane::focusTakes() {
    m_table->setFocus();
}

void TakesPane::chooseFirst() {
    if (m_model->rowCount() > 0) {
        m_table->selectRow(0);
    }
}

void TakesPane::search() {
    app::takes::TakeQuery query;
    query.words = m_words->text();
    const auto which = Show(m_which->checkedId());
    query.starredOnly = which == Show::Starred;
    query.removedOnly = which == Show::Removed;
    if (which == Show::Line) {
        query.lineId = m_lineId;
    }
    m_anew = true;
    m_wanted->forget();
    m_restoredIds.clear();
    m_model->search(query);
}

void TakesPane::offerNewest(bool there) {
    m_newestThere = there;
    followChosen();
}

void TakesPane::remember() {
    m_chosenIds.clear();
    for (const TakeRecord &take : chosen()) {
        m_chosenIds << take.id;
    }
    m_firstSeen = m_anew || m_model->rowCount() == 0 ? -1 : m_table->firstSeen();
    m_firstSeenId = m_firstSeen > 0 ? m_model->take(m_firstSeen).id : 0; // at its top the list shows what is new
    m_anew = false;
}

QString TakesPane::whyEmpty() const {
    if (!m_model->isRead()) {
        return tr("Reading the takes …");
    }
    if (showsRemoved() && m_words->text().isEmpty()) {
        return tr("No take was removed. A removed take can be brought back from here for 30 days.");
    }
    if (!m_words->text().isEmpty() || Show(m_which->checkedId()) != Show::All) {
        return tr("No take fits.");
    }
    const QString keys = shared::keysOf(*this, QStringLiteral("speech.speak"));
    return keys.isEmpty() ? tr("Every take that you make is kept here, with all its settings: hear it again, star the "
                               "best, make it once more.")
                          : tr("Every take that you make is kept here, with all its settings: hear it again, star the "
                               "best, make it once more. %1 makes one.")
                                .arg(keys);
}

void TakesPane::show() {
    const bool any = m_model->rowCount() > 0;
    m_nothing->setText(whyEmpty());
    m_pages->setCurrentIndex(any ? 0 : 1);
    m_note->setVisible(any && !showsRemoved());
    m_count->setText(m_model->total() == 1 ? tr("1 take") : tr("%Ln takes", nullptr, m_model->total()));
    bringBack();
    followChosen(); // a selection that went with the rows it was of has said nothing
    goOn();
}

// What was chosen, and where the list was, before it was read again. What came back with Undo is chosen and seen.
void TakesPane::bringBack() {
    select(m_chosenIds);
    if (m_firstSeen >= 0) {
        const int row = m_firstSeenId == 0 ? -1 : m_model->rowOf(m_firstSeenId);
        m_table->showFrom(row >= 0 ? row : m_firstSeen);
    }
    if (select(m_restoredIds) || !m_model->isSearching()) {
        m_restoredIds.clear();
    }
    m_leaving.removeIf([this](qint64 id) { return m_model->rowOf(id) < 0; });
}

// Those that are there; none is no wish.
bool TakesPane::select(const QList<qint64> &ids) {
    QItemSelection selection;
    const QSet<qint64> wanted(ids.begin(), ids.end());
    for (int row = 0; row < m_model->rowCount() && !wanted.isEmpty(); ++row) {
        if (!wanted.contains(m_model->take(row).id)) {
            continue;
        }
        selection.select(m_model->index(row, 0), m_model->index(row, TakesModel::ColumnCount - 1));
    }
    if (!selection.isEmpty()) {
        m_table->setCurrentIndex(selection.first().topLeft());
        m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    }
    return !selection.isEmpty();
}

void TakesPane::followChosen() {
    const QList<TakeRecord> takes = chosen();
    m_acts->follow(takes.size(), m_newestThere, showsRemoved());
    m_acts->followParent(takes.size() == 1 && takes.first().parentId != 0);
    if (m_facts) {
        m_facts->showTakes(takes);
    }
    m_note->setTakes(showsRemoved() ? QList<TakeRecord>() : takes);
}

QList<int> TakesPane::chosenRows() const {
    QList<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        rows << index.row();
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

QList<TakeRecord> TakesPane::chosen() const {
    QList<TakeRecord> takes;
    for (const int row : chosenRows()) {
        takes << m_model->take(row);
    }
    return takes;
}

bool TakesPane::showsRemoved() const {
    return Show(m_which->checkedId()) == Show::Removed;
}

// To the takes that fit the words as they are now, not to those that are still shown.
void TakesPane::goToTakes() {
    m_model->searchNow();
    if (!m_model->fitsQuery()) {
        if (!m_model->isSearching()) { // it failed, or the library is not there: an answer must come
            m_model->search(m_model->query());
        }
        m_onTheWay = true;
    } else if (m_model->rowCount() > 0) {
        m_table->setFocus();
        if (!m_table->selectionModel()->hasSelection()) {
            chooseFirst();
        }
    }
}

void TakesPane::goOn() {
    if (!m_onTheWay || !m_model->fitsQuery()) {
        return;
    }
    m_onTheWay = false;
    const auto pressed = std::exchange(m_pressed, {});
    if (window()->focusWidget() != m_words || m_model->rowCount() == 0) {
        return; // the hands went elsewhere, or there is nothing for them
    }
    goToTakes();
    for (const auto &key : pressed) {
        QApplication::sendEvent(m_table, key.get());
    }
}

bool TakesPane::eventFilter(QObject *watched, QEvent *event) {
    if (watched == m_words && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (m_onTheWay) {
            m_pressed.emplace_back(key->clone());
            return true;
        }
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            goToTakes();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui::studio

#include "moc_takes_pane.cpp"
