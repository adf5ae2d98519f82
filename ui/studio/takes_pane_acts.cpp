// What is done with the takes that are chosen.
#include <QAction>
#include <QApplication>
#include <QButtonGroup>
#include <QInputDialog>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

#include "app/takes/take_history.h"
#include "app/takes/take_library.h"
#include "ui/studio/facts_sheet.h"
#include "ui/studio/take_note.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"
#include "ui/studio/takes_table.h"
#include "ui/studio/wanted_take.h"

namespace ui::studio {

using app::takes::TakeRecord;

QToolButton *TakesPane::makeButton(TakeActs::Act act, const QString &name) {
    auto *button = new QToolButton(this);
    button->setDefaultAction((*m_acts)[act]);
    button->setIconSize(QSize(20, 20));
    button->setAccessibleName(name);
    if (act == TakeActs::Save) { // it is about what is chosen, wherever the keyboard was
        connect(button, &QToolButton::pressed, this, [this] { m_saveHere = true; });
        connect(button, &QToolButton::released, this, [this] { m_saveHere = false; });
    }
    return button;
}

void TakesPane::connectActs() {
    const auto on = [this](TakeActs::Act act, auto slot) {
        connect((*m_acts)[act], &QAction::triggered, this, slot);
        m_table->addAction((*m_acts)[act]);
    };
    on(TakeActs::Play, &TakesPane::play);
    on(TakeActs::Again, [this] { again(false); });
    on(TakeActs::NewSeed, [this] { again(true); });
    on(TakeActs::Compare, &TakesPane::compare);
    on(TakeActs::Star, &TakesPane::star);
    on(TakeActs::Rename, &TakesPane::rename);
    on(TakeActs::Note, [this] { m_note->focusText(); });
    on(TakeActs::Facts, &TakesPane::openFacts);
    on(TakeActs::Parent, [this] {
        if (const auto takes = chosen(); takes.size() == 1)
            goToTake(takes.first().parentId);
    });
    on(TakeActs::Save, &TakesPane::save);
    on(TakeActs::Remove, &TakesPane::remove);
    on(TakeActs::BringBack, &TakesPane::bringTakesBack);
}

void TakesPane::play() {
    if (const auto takes = chosen(); !takes.isEmpty()) {
        Q_EMIT playWanted(takes.first());
    }
}

void TakesPane::again(bool newSeed) {
    for (const TakeRecord &take : chosen()) {
        Q_EMIT againWanted(take, newSeed);
    }
}

void TakesPane::compare() {
    Q_EMIT compareWanted(chosen());
}

void TakesPane::star() {
    const QList<TakeRecord> takes = chosen();
    const bool all = std::all_of(takes.begin(), takes.end(), [](const TakeRecord &take) { return take.starred; });
    m_history->star(takes, !all);
}

void TakesPane::rename() {
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
            [this, take = takes.first()](const QString &name) { m_history->rename(take, name.trimmed()); });
    dialog->open();
}

FactsSheet *TakesPane::openFacts() {
    if (!m_facts) {
        m_facts = new FactsSheet(m_library, this);
        m_facts->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_facts, &FactsSheet::takeWanted, this, &TakesPane::goToTake);
        m_facts->showTakes(chosen());
    }
    m_facts->show();
    m_facts->raise();
    m_facts->activateWindow();
    return m_facts;
}

void TakesPane::goToTake(qint64 id) {
    m_library.byId(id, this, [this, id](const app::storage::Answer<TakeRecord> &answer) {
        if (!answer) {
            return;
        }
        if (answer.value->removed.isValid()) { // it is not among the others
            openFacts()->showTake(*answer.value);
            return;
        }
        if (m_model->rowOf(id) < 0 && (!m_words->text().isEmpty() || Show(m_which->checkedId()) != Show::All)) {
            const QSignalBlocker quiet(m_words);
            m_words->clear();
            m_which->button(int(Show::All))->setChecked(true);
            search();
        }
        m_wanted->want(id);
    });
}

// Who writes means what was made last, who is among the takes what is chosen there.
void TakesPane::save() {
    const QList<TakeRecord> takes = chosen();
    const QWidget *focus = QApplication::focusWidget() ? QApplication::focusWidget() : window()->focusWidget();
    if (!takes.isEmpty() && (!m_newestThere || m_saveHere || isAncestorOf(focus))) {
        Q_EMIT saveWanted(takes);
    } else if (m_newestThere) {
        Q_EMIT saveNewestWanted();
    }
}

// The next one is chosen at once: the keys go on from there, and nothing is removed twice.
void TakesPane::remove() {
    const QList<int> rows = chosenRows();
    if (rows.isEmpty()) {
        return;
    }
    QList<qint64> ids;
    for (const int row : rows) {
        ids << m_model->take(row).id;
        m_leaving << ids.last();
    }
    const auto stays = [this](int row) { return !m_leaving.contains(m_model->take(row).id); };
    int next = rows.last() + 1;
    while (next < m_model->rowCount() && !stays(next)) {
        ++next;
    }
    if (next == m_model->rowCount()) {
        do {
            --next;
        } while (next >= 0 && !stays(next));
    }
    showsRemoved() ? m_history->forget(ids) : m_history->remove(ids);
    m_library.byId(ids.first(), this, [this, ids](const app::storage::Answer<TakeRecord> &first) {
        if (!first || !first.value->removed.isValid()) { // that failed: they stay
            m_leaving.subtract(QSet<qint64>(ids.begin(), ids.end()));
        }
    });
    if (next >= 0) {
        select({m_model->take(next).id});
    } else {
        m_table->clearSelection();
    }
}

void TakesPane::bringTakesBack() {
    QList<qint64> ids;
    for (const TakeRecord &take : chosen()) {
        ids << take.id;
    }
    if (showsRemoved()) {
        m_history->bringBack(ids);
    }
}

} // namespace ui::studio
