#include "ui/shortcuts/shortcut_window.h"

#include <QAccessible>
#include <QAction>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/shortcuts/key_field.h"
#include "ui/shortcuts/shortcut_table.h"
#include "ui/theme.h"

namespace ui::shortcuts {
namespace {

constexpr int kFieldWidth = 200; // px, as below
constexpr std::pair<int, int> kWidths[] = {
    {ShortcutTable::Place, 176}, {ShortcutTable::KeysNow, 176}, {ShortcutTable::Shipped, 184}};

} // namespace

ShortcutWindow::ShortcutWindow(ActionKeys &keys, QWidget *parent) : QDialog(parent), m_keys(keys) {
    setWindowTitle(tr("Keyboard shortcuts"));
    m_table = new ShortcutTable(m_keys, this);
    m_found = new ShortcutSearch(this);
    m_found->setSourceModel(m_table);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Search actions, menus and keys"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->addAction(shared::icon(u"search", shared::Tone::Quiet), QLineEdit::LeadingPosition);
    m_view = makeTable();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(12);
    layout->addWidget(m_search);
    layout->addWidget(m_view, 1);
    layout->addWidget(makeChange());
    layout->addLayout(makeBottom());
    for (auto *button : findChildren<QPushButton *>())
        button->setAutoDefault(false); // Enter in the field and in the list is theirs
    for (QObject *each : {static_cast<QObject *>(m_search), static_cast<QObject *>(m_view)})
        each->installEventFilter(this);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        leave();
        m_found->search(text);
        m_view->selectRow(0);
        showChosen();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        leave();
        showChosen();
    });
    connect(&m_keys, &ActionKeys::changed, this, &ShortcutWindow::follow);
    m_view->selectRow(0);
    leave();
    showChosen();
    m_search->setFocus();
    resize(840, 640);
}

QTableView *ShortcutWindow::makeTable() {
    auto *view = new QTableView(this);
    view->setAccessibleName(windowTitle());
    view->setModel(m_found);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(kRow);
    QHeaderView *header = view->horizontalHeader();
    header->setSectionResizeMode(ShortcutTable::Action, QHeaderView::Stretch);
    for (const auto &[column, width] : kWidths)
        header->resizeSection(column, width);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setShowGrid(false);
    view->setTabKeyNavigation(false);
    view->setWordWrap(false);
    connect(view, &QTableView::doubleClicked, this, &ShortcutWindow::listen);
    return view;
}

QWidget *ShortcutWindow::makeChange() {
    auto *card = new QFrame(this);
    setRole(card, "card");
    m_name = new shared::ElidedLabel(card);
    m_now = new QLabel(card);
    m_field = new KeyField(card);
    m_field->setFixedWidth(kFieldWidth);
    m_change = new QPushButton(shared::icon(u"keyboard"), tr("C&hange …"), card);
    m_clear = new QPushButton(shared::icon(u"remove"), tr("&Take away"), card);
    m_restore = new QPushButton(shared::icon(u"reset"), tr("&Restore"), card);
    m_words = new QLabel(card);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setMinimumHeight(kRow); // nothing jumps when it speaks
    m_yes = new QPushButton(card);
    m_no = new QPushButton(tr("&Leave it"), card);
    auto *keys = new QHBoxLayout;
    keys->setSpacing(kGrid);
    keys->addWidget(m_name, 1);
    keys->addWidget(m_now);
    keys->addWidget(m_field);
    keys->addWidget(m_change);
    keys->addWidget(m_clear);
    keys->addWidget(m_restore);
    auto *words = new QHBoxLayout;
    words->setSpacing(kGrid);
    words->addWidget(m_words, 1);
    words->addWidget(m_yes);
    words->addWidget(m_no);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, kGrid, kGrid, kGrid);
    layout->setSpacing(kGrid);
    layout->addLayout(keys);
    layout->addLayout(words);
    connect(m_change, &QPushButton::clicked, this, &ShortcutWindow::listen);
    connect(m_clear, &QPushButton::clicked, m_field, &KeyField::clearWanted);
    connect(m_restore, &QPushButton::clicked, this, &ShortcutWindow::restore);
    connect(m_field, &KeyField::keysPressed, this, &ShortcutWindow::hear);
    connect(m_field, &KeyField::leaveWanted, this, &ShortcutWindow::leave);
    connect(m_field, &KeyField::clearWanted, this, [this] {
        if (const KeyedAction *action = chosen())
            change([this, id = action->id] { m_keys.clear(id); });
    });
    connect(m_yes, &QPushButton::clicked, this, [this] { change(std::exchange(m_answer, {})); });
    connect(m_no, &QPushButton::clicked, this, &ShortcutWindow::leave);
    return card;
}

QHBoxLayout *ShortcutWindow::makeBottom() {
    m_restoreAll = new QPushButton(shared::icon(u"reset"), tr("Restore &all"), this);
    m_undo = new QPushButton(shared::icon(u"undo"), tr("&Undo"), this);
    m_redo = new QPushButton(shared::icon(u"redo"), tr("Re&do"), this);
    auto *close = new QPushButton(tr("Close"), this);
    auto *layout = new QHBoxLayout;
    layout->addWidget(m_restoreAll);
    layout->addWidget(m_undo);
    layout->addWidget(m_redo);
    layout->addStretch(1);
    layout->addWidget(close);
    connect(m_restoreAll, &QPushButton::clicked, this, [this] { change([this] { m_keys.restoreAll(); }); });
    const auto add = [this](QPushButton *button, const QList<QKeySequence> &keys, Steps &from, Steps &to) {
        button->setEnabled(false);
        auto *action = new QAction(this); // its keys, from the list too
        action->setShortcuts(keys);
        addAction(action);
        connect(button, &QPushButton::clicked, this, [this, &from, &to] { goBack(from, to); });
        connect(action, &QAction::triggered, this, [this, &from, &to] { goBack(from, to); });
    };
    add(m_undo, {QKeySequence(Qt::CTRL | Qt::Key_Z)}, m_before, m_after);
    add(m_redo, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)}, m_after,
        m_before);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    return layout;
}

QString ShortcutWindow::chosenId() const {
    const QModelIndex index = m_view->currentIndex();
    return index.isValid() ? m_table->idAt(m_found->mapToSource(index).row()) : QString();
}

const KeyedAction *ShortcutWindow::chosen() const {
    return m_keys.find(chosenId());
}

void ShortcutWindow::listen() {
    const KeyedAction *action = chosen();
    if (!action)
        return;
    leave();
    m_now->hide();
    m_change->hide();
    m_field->clear();
    m_field->setAccessibleName(tr("New keys for “%1”").arg(action->name));
    m_field->show();
    m_field->setFocus();
    say(tr("Esc leaves them as they are, Backspace takes them away."));
}

// What it says now is all there is: no question, nothing is listened to.
void ShortcutWindow::leave() {
    const bool within = m_field->hasFocus() || m_yes->hasFocus() || m_no->hasFocus();
    m_answer = {};
    m_asked.clear();
    m_now->show();
    m_change->show();
    if (within)
        m_view->setFocus();
    m_field->hide();
    m_yes->hide();
    m_no->hide();
    setRole(m_words, "quiet");
    m_words->setText(!m_view->currentIndex().isValid() ? QString()
                     : chosen()                        ? tr("Enter changes the keys, Delete takes them away.")
                                : tr("These keys belong to a part of the window and cannot be changed."));
}

void ShortcutWindow::hear(const QKeySequence &keys) {
    const KeyedAction *action = chosen();
    if (!action)
        return;
    const Keys wanted = withTwin(keys);
    const QString shown = wanted.first().toString(QKeySequence::NativeText);
    if (const QString objection = m_keys.objectionTo(*action, keys); !objection.isEmpty()) {
        say(objection + u' ' + tr("Press others, or Esc."), "attention");
        return;
    }
    const auto give = [this, id = action->id, keys] { m_keys.give(id, keys); };
    for (const QKeySequence &each : wanted) {
        if (const KeyedAction *holder = m_keys.holderOf(each, action->id)) {
            ask(tr("%1 is “%2”. Give it to “%3”?").arg(shown, holder->name, action->name), tr("&Give it"), give);
            return;
        }
    }
    change(give);
}

void ShortcutWindow::restore() {
    const KeyedAction *action = chosen();
    if (!action)
        return;
    const auto back = [this, id = action->id] { m_keys.restore(id); };
    for (const QKeySequence &each : Keys(action->shipped)) {
        if (const KeyedAction *holder = m_keys.holderOf(each, action->id)) {
            ask(tr("%1 is “%2” now. Give it back to “%3”?")
                    .arg(each.toString(QKeySequence::NativeText), holder->name, action->name),
                tr("&Give it"), back);
            return;
        }
    }
    change(back);
}

void ShortcutWindow::ask(const QString &what, const QString &answer, std::function<void()> yes) {
    const QString about = chosen()->id;
    leave();
    m_asked = about;
    m_answer = std::move(yes);
    say(what);
    m_yes->setText(answer);
    m_yes->setAccessibleDescription(what);
    m_yes->show();
    m_no->show();
    m_yes->setFocus();
}

void ShortcutWindow::say(const QString &words, const char *role) {
    setRole(m_words, role);
    m_words->setText(words);
    m_field->setAccessibleDescription(words);
    QAccessibleEvent alert(m_words, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ShortcutWindow::change(const std::function<void()> &step) {
    const ActionKeys::Chosen before = m_keys.chosen();
    leave();
    if (step)
        step();
    if (m_keys.chosen() == before)
        return;
    m_before.push_back(before);
    m_after.clear();
    m_undo->setEnabled(true);
    m_redo->setEnabled(false);
}

void ShortcutWindow::goBack(Steps &from, Steps &to) {
    if (from.empty())
        return;
    leave();
    to.push_back(m_keys.chosen());
    m_keys.choose(from.back());
    from.pop_back();
    m_undo->setEnabled(!m_before.empty());
    m_redo->setEnabled(!m_after.empty());
    m_view->setFocus();
}

void ShortcutWindow::follow() {
    const QString id = chosenId();
    m_table->refresh();
    if (const int row = m_table->rowOf(id); row >= 0 && chosenId() != id)
        m_view->selectRow(m_found->mapFromSource(m_table->index(row, 0)).row());
    if (!m_view->currentIndex().isValid())
        m_view->selectRow(0);
    if (!m_asked.isEmpty() && m_asked != chosenId())
        leave();
    showChosen();
}

void ShortcutWindow::showChosen() {
    const KeyedAction *action = chosen();
    const auto row = m_view->currentIndex();
    m_name->setText(row.isValid() ? row.siblingAtColumn(ShortcutTable::Action).data().toString()
                                  : tr("No action speaks of “%1”.").arg(m_search->text().simplified()));
    const QString keys = row.isValid() ? row.siblingAtColumn(ShortcutTable::KeysNow).data().toString() : QString();
    m_now->setText(keys.isEmpty() && row.isValid() ? tr("no keys") : keys);
    m_change->setEnabled(action);
    m_clear->setEnabled(action && !action->keys.isEmpty());
    m_restore->setEnabled(action && action->isChanged());
    m_restore->setToolTip(!action                     ? QString()
                          : action->shipped.isEmpty() ? tr("It was shipped without keys")
                                                      : tr("It was shipped with %1").arg(shown(action->shipped)));
    const auto &all = m_keys.all();
    m_restoreAll->setEnabled(m_keys.problem() || std::any_of(all.begin(), all.end(),
                                                             [](const KeyedAction &each) { return each.isChanged(); }));
}

bool ShortcutWindow::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter || (key == Qt::Key_F2 && watched == m_view)) {
        listen();
        return true;
    }
    if (watched == m_view && (key == Qt::Key_Delete || key == Qt::Key_Backspace)) {
        if (m_clear->isEnabled())
            m_clear->click();
        return true;
    }
    if (watched == m_search && (key == Qt::Key_Down || key == Qt::Key_Up)) {
        const int row = m_view->currentIndex().row() + (key == Qt::Key_Down ? 1 : -1);
        if (row >= 0 && row < m_found->rowCount())
            m_view->selectRow(row);
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace ui::shortcuts

#include "moc_shortcut_window.cpp"
