#include "ui/studio/find_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

#include "app/script/script_document.h"
#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/shared/key_tips.h"
#include "ui/shared/labels.h"
#include "ui/studio/script_editor.h"
#include "ui/theme.h"

namespace ui::studio {

using app::script::Match;
using app::script::Place;

namespace {

constexpr int kFieldWidth = 280;                      // px
constexpr int kLongScript = 2000;                     // lines; from here on the count waits until the fingers rest
constexpr int kSoon = 0, kWhenRested = 150;           // ms
constexpr auto kSlice = std::chrono::milliseconds(6); // of looking; then the window may do something else

bool comesBefore(const Match &one, const Match &other) {
    return std::pair(one.line, one.position) < std::pair(other.line, other.position);
}

QToolButton *makeButton(QStringView icon, const QString &name, const char *action, QWidget *parent) {
    QToolButton *button = shared::makeIconButton(icon, name, {}, parent);
    shared::setKeyTip(button, name, QLatin1String(action));
    return button;
}

QLineEdit *makeField(const QString &name, QWidget *parent) {
    auto *field = new QLineEdit(parent);
    field->setAccessibleName(name);
    field->setPlaceholderText(name);
    field->setMaxLength(10'000);
    field->setMinimumWidth(120);
    field->setMaximumWidth(kFieldWidth);
    return field;
}

// The fields of both rows are equally wide. Returns where the rest of the row goes.
QHBoxLayout *layOut(QWidget *row, QLineEdit *field) {
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(field, 2);
    auto *rest = new QHBoxLayout;
    layout->addLayout(rest, 3);
    return rest;
}

} // namespace

FindBar::FindBar(app::script::ScriptDocument &script, ScriptEditor &editor, QWidget *parent)
    : QFrame(parent), m_script(script), m_editor(editor) {
    setAccessibleName(tr("Find and replace"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(makeFindRow());
    layout->addWidget(makeReplaceRow());

    m_recount.setSingleShot(true);
    connect(&m_recount, &QTimer::timeout, this, [this] {
        count();
        say();
    });
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, [this] {
        lookOn();
        say(m_besides);
    });
    connect(&m_script, &app::script::ScriptDocument::changed, this, [this] {
        m_undo->hide();
        m_old = true;
        m_wanted.reset();
        if (isVisible()) {
            m_recount.start(m_script.count() < kLongScript ? kSoon : kWhenRested);
        }
    });
    connect(&m_editor, &QPlainTextEdit::selectionChanged, this, [this] {
        if (isVisible() && !m_selecting) {
            m_wanted.reset(); // who goes somewhere wants to be there
            m_origin = {selected().line, selected().position};
            say();
        }
    });
    m_editor.installEventFilter(this);
    hide();
}

QWidget *FindBar::makeFindRow() {
    auto *row = new QWidget(this);
    m_what = makeField(tr("Find"), row);
    m_what->addAction(shared::icon(u"search", shared::Tone::Quiet), QLineEdit::LeadingPosition);
    m_what->installEventFilter(this);
    auto *previous = makeButton(u"line-up", tr("The one before"), "edit.find_previous", row);
    auto *next = makeButton(u"line-down", tr("The next one"), "edit.find_next", row);
    m_more = makeButton(u"replace", tr("Replace …"), "edit.replace", row);
    m_more->setCheckable(true);
    m_said = new shared::ElidedLabel(row);
    setRole(m_said, "quiet");
    m_undo = new QPushButton(tr("Undo"), row);
    m_undo->setAccessibleName(tr("Undo the replacing"));
    setRole(m_undo, "compact");
    m_undo->hide();
    auto *close = shared::makeIconButton(u"close", tr("Close"), tr("Close (Esc)"), row);
    close->setIconSize(QSize(16, 16));

    QHBoxLayout *rest = layOut(row, m_what);
    rest->addWidget(previous);
    rest->addWidget(next);
    rest->addWidget(m_more);
    rest->addSpacing(4);
    rest->addWidget(m_said, 1);
    rest->addWidget(m_undo);
    rest->addWidget(close);

    setTabOrder(close, &m_editor); // the bar is above the text
    connect(m_what, &QLineEdit::textEdited, this, &FindBar::look);
    connect(previous, &QToolButton::clicked, this, &FindBar::findPrevious);
    connect(next, &QToolButton::clicked, this, &FindBar::findNext);
    connect(m_more, &QToolButton::clicked, this, [this](bool shown) {
        showReplaceRow(shown);
        (shown ? m_with : m_what)->setFocus();
    });
    connect(m_undo, &QPushButton::clicked, this, [this] {
        m_what->setFocus(); // the button goes
        m_editor.undo();
    });
    connect(close, &QToolButton::clicked, this, &FindBar::leave);
    return row;
}

QWidget *FindBar::makeReplaceRow() {
    m_replaceRow = new QWidget(this);
    m_with = makeField(tr("Replace with"), m_replaceRow);
    m_with->installEventFilter(this);
    auto *one = new QPushButton(tr("&Replace"), m_replaceRow);
    auto *all = new QPushButton(tr("Replace &all"), m_replaceRow);
    QHBoxLayout *rest = layOut(m_replaceRow, m_with);
    rest->addWidget(one);
    rest->addWidget(all);
    rest->addStretch(1);
    setTabOrder(m_what, m_with);
    setTabOrder(m_with, one);
    setTabOrder(one, all);
    connect(one, &QPushButton::clicked, this, &FindBar::replaceOne);
    connect(all, &QPushButton::clicked, this, &FindBar::replaceAll);
    m_replaceRow->hide();
    return m_replaceRow;
}

void FindBar::find() {
    open(false);
    m_what->setFocus();
    m_what->selectAll();
}

void FindBar::replace() {
    const bool chosen = m_editor.hasFocus() && m_editor.textCursor().hasSelection();
    open(true);
    QLineEdit *field = (chosen || m_what->hasFocus()) && !m_what->text().isEmpty() ? m_with : m_what;
    field->setFocus();
    field->selectAll();
}

void FindBar::open(bool replacing) {
    const QTextCursor cursor = m_editor.textCursor();
    const QString chosen = cursor.selectedText();
    const bool wasOpen = isVisible();
    if (m_editor.hasFocus() && !chosen.isEmpty() && !chosen.contains(QChar::ParagraphSeparator)) {
        m_what->setText(chosen);
    }
    if (replacing || !wasOpen) {
        showReplaceRow(replacing);
    }
    show();
    m_origin = {selected().line, selected().position};
    m_editor.setMarked(m_what->text());
    count();
    say();
}

void FindBar::showReplaceRow(bool shown) {
    m_more->setChecked(shown);
    m_replaceRow->setVisible(shown);
}

void FindBar::leave() {
    hide();
    m_undo->hide();
    m_recount.stop();
    m_slices.stop();
    m_wanted.reset();
    m_editor.setMarked({});
    m_editor.setFocus();
}

void FindBar::findNext() {
    step(true);
}

void FindBar::findPrevious() {
    step(false);
}

void FindBar::step(bool forward) {
    if (!isVisible()) {
        open(false);
    }
    if (m_what->text().isEmpty()) {
        m_what->setFocus();
        return;
    }
    const Match now = selected();
    m_wanted = Wanted{forward, false, {now.line, forward && now.length > 0 ? now.position + now.length : now.position}};
    m_besides.clear();
    if (m_old) {
        count();
    } else {
        lookOn(); // keys come faster than a long text is searched
    }
    m_recount.stop();
    say(m_besides);
}

// The first one from where the search began; a longer word is looked for from the same place.
void FindBar::look() {
    m_undo->hide();
    m_editor.setMarked(m_what->text());
    m_wanted = Wanted{true, true, m_origin};
    count();
    say();
}

// Selects what is wanted as soon as it is known which one that is.
void FindBar::choose() {
    using Answer = app::script::MatchScan::Answer;
    if (!m_wanted) {
        return;
    }
    const Wanted wanted = *m_wanted;
    const auto found = wanted.forward ? m_scan.next(wanted.from) : m_scan.previous(wanted.from);
    if (found.answer == Answer::NotYet) {
        return;
    }
    m_wanted.reset();
    if (found.answer == Answer::Found) {
        select(found.match);
    } else if (wanted.typing) {
        select({wanted.from.line, wanted.from.position, 0});
    }
    if (wanted.typing) {
        m_origin = wanted.from;
    } else if (found.around) {
        m_besides = wanted.forward ? tr("from the beginning again") : tr("from the end again");
    }
}

void FindBar::replaceOne() {
    if (!isOnMatch()) {
        step(true);
        return;
    }
    const Place after = m_script.replace(selected(), m_with->text());
    m_editor.goToLine(after.line, after.position);
    step(true);
}

void FindBar::replaceAll() {
    const int replaced = m_script.replaceAll(m_what->text(), m_with->text());
    const bool stands = replaced == 0 && app::script::findNext(m_script.script(), m_what->text(), {});
    count();
    m_recount.stop();
    m_besides = replaced == 1  ? tr("1 place replaced")
                : replaced > 1 ? tr("%Ln places replaced", nullptr, replaced)
                : stands       ? tr("nothing changed")
                               : QString();
    say(m_besides);
    m_undo->setVisible(replaced > 0);
}

void FindBar::count() {
    m_besides.clear();
    m_old = false;
    m_scan.begin(m_script.script(), m_what->text());
    lookOn();
}

void FindBar::lookOn() {
    if (m_scan.advance(kSlice)) {
        m_slices.stop();
    } else if (!m_slices.isActive()) {
        m_slices.start();
    }
    choose();
}

// "3 of 12", and what else there is to say.
void FindBar::say(const QString &more) {
    QString text;
    if (!m_what->text().isEmpty()) {
        const Match now = selected();
        const QList<Match> &found = m_scan.matches();
        const auto at = std::lower_bound(found.begin(), found.end(), now, comesBefore);
        const bool on = at != found.end() && *at == now;
        text = !m_scan.isFinished() ? tr("Looking: %L1 so far", "while a long text is searched").arg(found.size())
               : found.isEmpty()    ? tr("Not found")
               : on                 ? tr("%L1 of %L2", "this one of all").arg(at - found.begin() + 1).arg(found.size())
                                    : tr("%Ln found", "places in the script", int(found.size()));
    }
    if (!more.isEmpty()) {
        const bool nothing = m_scan.isFinished() && m_scan.matches().isEmpty();
        text = nothing ? more : tr("%1 · %2", "3 of 12 · from the beginning again").arg(text, more);
    }
    if (m_said->text() != text) {
        m_said->setText(text);
        m_said->setAccessibleName(text);
        QAccessibleEvent told(m_said, QAccessible::Alert);
        QAccessible::updateAccessibility(&told);
    }
}

Match FindBar::selected() const {
    const QTextCursor cursor = m_editor.textCursor();
    const QTextBlock block = m_editor.document()->findBlock(cursor.selectionStart());
    return {block.blockNumber(), cursor.selectionStart() - block.position(),
            cursor.selectionEnd() - cursor.selectionStart()};
}

bool FindBar::isOnMatch() const {
    return app::script::isMatch(m_script.script(), m_what->text(), selected());
}

void FindBar::select(const Match &match) {
    m_selecting = true;
    m_editor.select(match);
    m_selecting = false;
    m_origin = {match.line, match.position};
}

bool FindBar::event(QEvent *event) {
    const bool pressed = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (pressed && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept(); // here Esc closes; elsewhere it stops what sounds
        if (event->type() == QEvent::KeyPress) {
            leave();
        }
        return true;
    }
    return QFrame::event(event);
}

bool FindBar::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() != QEvent::KeyPress) {
        return QFrame::eventFilter(watched, event);
    }
    const auto *key = static_cast<QKeyEvent *>(event);
    if (watched == &m_editor) {
        if (key->key() != Qt::Key_Escape || !isVisible()) {
            return false;
        }
        leave();
        return true;
    }
    if (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter) {
        return false;
    }
    if (key->modifiers() & Qt::ShiftModifier) {
        findPrevious();
    } else if (watched == m_with) {
        replaceOne();
    } else {
        findNext();
    }
    return true;
}

} // namespace ui::studio

#include "moc_find_bar.cpp"
