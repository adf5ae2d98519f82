#include "ui/studio/takes_pane.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "app/takes/take_library.h"
#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/shared/key_tips.h"
#include "ui/studio/take_note.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_table.h"
#include "ui/theme.h"

namespace ui::studio {

using app::takes::TakeRecord;

TakesPane::TakesPane(app::takes::TakeLibrary &library, QWidget *parent)
    : QWidget(parent), m_library(library), m_model(new TakesModel(library, this)) {
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
    const std::pair<Show, QString> kinds[] = {
        {Show::All, tr("All")}, {Show::Line, tr("This line")}, {Show::Starred, tr("Starred")}};
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
    makeButton(u"play", tr("Play"), tr("Play the take (Enter)"), &TakesPane::play);
    makeButton(u"again", tr("Make again"), tr("Make it again with the same settings: the same bytes"),
               &TakesPane::sameAgain);
    makeButton(u"dice", tr("New seed"), tr("Make it again with a new seed"), &TakesPane::anotherSeed);
    makeButton(u"star", tr("Star"), tr("Star it, or not any more (S)"), &TakesPane::starChosen);
    m_compare = makeButton(u"compare", tr("Compare"),
                           tr("Hear two takes in turn at the same place (C), or one with what is playing"),
                           &TakesPane::compareChosen);
    makeButton(u"export", tr("Save as"), tr("Save as a sound file"), &TakesPane::save);
    makeButton(u"remove", tr("Remove"), tr("Remove it (Delete); it can be undone"), &TakesPane::removeChosen);
    for (QToolButton *button : m_acts) {
        row->addWidget(button);
    }
    m_count = new QLabel(this);
    setRole(m_count, "quiet");
    m_count->setFont(withTabularDigits(font()));
    row->addStretch(1);
    row->addWidget(m_count);

    m_table = new TakesTable(*m_model, this);
    m_nothing = new QLabel(this);
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
    m_note = new TakeNote(library, this);
    auto *below = new QHBoxLayout;
    below->setSpacing(12);
    below->addWidget(m_pages, 1);
    below->addWidget(m_note);
    layout->addLayout(below, 1);

    connect(m_words, &QLineEdit::textChanged, this, &TakesPane::search);
    connect(m_which, &QButtonGroup::idClicked, this, &TakesPane::search);
    connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this, &TakesPane::rememberChosen);
    connect(m_model, &TakesModel::refreshed, this, &TakesPane::show);
    connect(m_model, &TakesModel::notRead, this, [this] {
        m_onTheWay = false;
        m_pressed.clear();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TakesPane::followChosen);
    connect(m_note, &TakeNote::left, this, &TakesPane::focusTakes);
    connect(m_table, &TakesTable::wanted, this, &TakesPane::carryOut);
    connect(m_table, &QTableView::doubleClicked, this, &TakesPane::play);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == TakesModel::Star) {
            const TakeRecord &take = m_model->take(index.row());
            m_library.star(take.id, !take.starred);
        }
    });
    connect(m_table, &QTableView::customContextMenuRequested, this,
            [this](const QPoint &at) { openMenu(m_table->viewport()->mapToGlobal(at)); });
    m_words->installEventFilter(this);
    show();
    search();
}

QToolButton *TakesPane::makeButton(QStringView iconName, const QString &name, const QString &tip,
                                   void (TakesPane::*act)()) {
    QToolButton *button = shared::makeIconButton(iconName, name, tip, this);
    connect(button, &QToolButton::clicked, this, act);
    m_acts << button;
    return button;
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
    if (which == Show::Line) {
        query.lineId = m_lineId;
    }
    m_model->search(query);
}

void TakesPane::rememberChosen() {
    m_chosenIds.clear();
    for (const TakeRecord &take : chosen()) {
        m_chosenIds << take.id;
    }
}

void TakesPane::show() {
    const bool any = m_model->rowCount() > 0;
    const bool searching = !m_words->text().isEmpty() || Show(m_which->checkedId()) != Show::All;
    const QString keys = shared::keysOf(*this, QStringLiteral("speech.speak"));
    m_nothing->setText(!m_model->isRead() ? tr("Reading the takes …")
                       : searching
                           ? tr("No take fits.")
                           : tr("Every take that you make is kept here, with all its settings: hear it again, star the "
                                "best, make it once more.") +
                                 (keys.isEmpty() ? QString() : u' ' + tr("%1 makes one.").arg(keys)));
    m_pages->setCurrentIndex(any ? 0 : 1);
    m_note->setVisible(any);
    m_count->setText(m_model->total() == 1 ? tr("1 take") : tr("%Ln takes", nullptr, m_model->total()));
    QItemSelection selection;
    for (const qint64 id : m_chosenIds) {
        if (const int row = m_model->rowOf(id); row >= 0) {
            selection.select(m_model->index(row, 0), m_model->index(row, TakesModel::ColumnCount - 1));
        }
    }
    if (!selection.isEmpty()) {
        m_table->setCurrentIndex(selection.first().topLeft());
        m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    }
    followChosen(); // a selection that went with the rows it was of has said nothing
    goOn();
}

void TakesPane::followChosen() {
    for (QToolButton *button : m_acts) {
        button->setEnabled(m_table->selectionModel()->hasSelection());
    }
    m_compare->setEnabled(m_compare->isEnabled() && m_table->selectionModel()->selectedRows().size() <= 2);
    m_note->setTakes(chosen());
    Q_EMIT chosenChanged();
}

QList<TakeRecord> TakesPane::chosen() const {
    QList<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        rows << index.row();
    }
    std::sort(rows.begin(), rows.end());
    QList<TakeRecord> takes;
    for (const int row : rows) {
        takes << m_model->take(row);
    }
    return takes;
}

void TakesPane::carryOut(TakesTable::Act act) {
    switch (act) {
    case TakesTable::Act::Play:
        return play();
    case TakesTable::Act::Star:
        return starChosen();
    case TakesTable::Act::Compare:
        return compareChosen();
    case TakesTable::Act::SwitchSides:
        Q_EMIT switchSidesWanted();
        return;
    case TakesTable::Act::Rename:
        return renameChosen();
    case TakesTable::Act::Note:
        return m_note->focusText();
    case TakesTable::Act::Remove:
        return removeChosen();
    case TakesTable::Act::DragOut:
        Q_EMIT dragWanted(chosen());
        return;
    }
}

void TakesPane::compareChosen() {
    Q_EMIT compareWanted(chosen());
}

void TakesPane::play() {
    if (const auto takes = chosen(); !takes.isEmpty()) {
        Q_EMIT playWanted(takes.first());
    }
}

void TakesPane::sameAgain() {
    for (const TakeRecord &take : chosen()) {
        Q_EMIT againWanted(take, false);
    }
}

void TakesPane::anotherSeed() {
    for (const TakeRecord &take : chosen()) {
        Q_EMIT againWanted(take, true);
    }
}

void TakesPane::starChosen() {
    const QList<TakeRecord> takes = chosen();
    const bool all = std::all_of(takes.begin(), takes.end(), [](const TakeRecord &take) { return take.starred; });
    for (const TakeRecord &take : takes) {
        m_library.star(take.id, !all);
    }
}

void TakesPane::save() {
    if (const auto takes = chosen(); !takes.isEmpty()) {
        Q_EMIT saveWanted(takes);
    }
}

void TakesPane::removeChosen() {
    QList<qint64> ids;
    for (const TakeRecord &take : chosen()) {
        ids << take.id;
    }
    if (!ids.isEmpty()) {
        m_library.remove(ids);
    }
}

void TakesPane::renameChosen() {
    const QList<TakeRecord> takes = chosen();
    if (takes.isEmpty()) {
        return;
    }
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Name the take"));
    dialog->setLabelText(tr("A name to find it by"));
    dialog->setTextValue(takes.first().name);
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, id = takes.first().id](const QString &name) { m_library.rename(id, name.trimmed()); });
    dialog->open();
}

void TakesPane::writeNote() {
    m_note->focusText();
}

void TakesPane::openMenu(const QPoint &where) {
    if (!m_table->selectionModel()->hasSelection()) {
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](QStringView iconName, const QString &text, void (TakesPane::*act)()) {
        connect(menu->addAction(shared::icon(iconName), text), &QAction::triggered, this, act);
    };
    add(u"play", tr("Play"), &TakesPane::play);
    add(u"again", tr("Make again, the same"), &TakesPane::sameAgain);
    add(u"dice", tr("Make again with a new seed"), &TakesPane::anotherSeed);
    if (m_compare->isEnabled()) {
        add(u"compare", tr("Compare"), &TakesPane::compareChosen);
    }
    menu->addSeparator();
    add(u"star", tr("Star, or not any more"), &TakesPane::starChosen);
    add(u"text", tr("Name …"), &TakesPane::renameChosen);
    add(u"note", tr("Note"), &TakesPane::writeNote);
    add(u"export", tr("Save as …"), &TakesPane::save);
    menu->addSeparator();
    add(u"remove", tr("Remove"), &TakesPane::removeChosen);
    menu->popup(where);
}

// To the takes that fit the words as they are now, not to those that are still shown.
void TakesPane::goToTakes() {
    m_model->searchNow();
    if (m_model->isSearching()) {
        m_onTheWay = true;
    } else if (m_model->rowCount() > 0) {
        m_table->setFocus();
        if (!m_table->selectionModel()->hasSelection()) {
            chooseFirst();
        }
    }
}

void TakesPane::goOn() {
    if (!m_onTheWay || m_model->isSearching()) {
        return;
    }
    m_onTheWay = false;
    const auto pressed = std::exchange(m_pressed, {});
    if (window()->focusWidget() != m_words || m_model->rowCount() == 0) {
        return; // the hands went elsewhere, or there is nothing for them
    }
    goToTakes();
    for (const auto &key : pressed) {
        QCoreApplication::sendEvent(m_table, key.get());
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
