#include "ui/studio/take_note.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTextCursor>
#include <QVBoxLayout>

#include <chrono>
#include <utility>

#include "app/takes/take_history.h"
#include "app/takes/take_library.h"
#include "ui/shared/key_tips.h"
#include "ui/theme.h"

namespace ui::studio {

using namespace std::chrono_literals;

namespace {

constexpr auto kUntilKept = 800ms;
constexpr int kLongest = 4000;  // characters, TakeLibrary::annotate
constexpr int kNoteWidth = 232; // px

} // namespace

TakeNote::TakeNote(app::takes::TakeLibrary &library, app::takes::TakeHistory &history, QWidget *parent)
    : QWidget(parent), m_library(library), m_history(&history) {
    auto *label = new QLabel(tr("N&ote"), this);
    setRole(label, "quiet");
    m_text = new QPlainTextEdit(this);
    m_text->setAccessibleName(tr("Note on the take"));
    m_text->setTabChangesFocus(true);
    m_text->setFixedWidth(kNoteWidth);
    m_text->setMinimumHeight(40);
    m_text->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Ignored); // as high as the table
    m_text->installEventFilter(this);
    label->setBuddy(m_text);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(label);
    layout->addWidget(m_text, 1);
    m_resting.setSingleShot(true);
    m_resting.setInterval(kUntilKept);
    connect(&m_resting, &QTimer::timeout, this, &TakeNote::keep);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        if (m_id != 0) {
            shorten();
            m_resting.start();
        }
    });
    connect(&m_library, &app::takes::TakeLibrary::changed, this, [this](const app::takes::TakeRecord &take) {
        forgetOlder(take);
        const bool untouched = m_text->toPlainText() == m_kept;
        if (take.id == m_id && untouched && take.note != m_kept) { // written elsewhere
            setTakes({take});
        }
    });
    setTakes({});
}

TakeNote::~TakeNote() {
    keep();
    for (auto it = m_written.cbegin(); it != m_written.cend(); ++it) {
        if (it->asked == 0) {
            m_library.annotate(it.key(), it->text);
        }
    }
}

// A note that was refused does not come back over a newer one.
void TakeNote::forgetOlder(const app::takes::TakeRecord &take) {
    const auto refused = m_written.constFind(take.id);
    if (refused != m_written.constEnd() && refused->asked == 0 && refused->before && *refused->before != take.note) {
        m_written.erase(refused);
    }
}

void TakeNote::setTakes(const QList<app::takes::TakeRecord> &chosen) {
    const bool one = chosen.size() == 1;
    if (one) {
        forgetOlder(chosen.first());
    }
    if (one && chosen.first().id == m_id && chosen.first().note == m_kept) {
        return; // the table was read again: what is being typed stays
    }
    if (one && chosen.first().id == m_id && (m_written.contains(m_id) || m_text->toPlainText() != m_kept)) {
        return; // an answer from before the last key
    }
    keep();
    m_resting.stop();
    m_id = 0; // what follows is not typed
    m_kept = one ? m_written.value(chosen.first().id, {chosen.first().note, 0, {}}).text : QString();
    m_text->setPlainText(m_kept);
    m_id = one ? chosen.first().id : 0;
    m_text->setEnabled(one);
    m_text->setPlaceholderText(one                ? whatToWrite()
                               : chosen.isEmpty() ? tr("Choose a take to write a note on it.")
                                                  : tr("Choose one take to write a note on it."));
}

QString TakeNote::whatToWrite() const {
    const QString what = tr("What is good about it, what is not");
    const QString keys = shared::keysOf(*this, QStringLiteral("take.note"));
    return keys.isEmpty() ? what : tr("%1 (%2)", "what to write (the keys that go there)").arg(what, keys);
}

void TakeNote::focusText() {
    if (m_id != 0) {
        m_text->setFocus();
        m_text->moveCursor(QTextCursor::End);
    }
}

// What does not fit into the library is not taken: better seen here than missed later.
void TakeNote::shorten() {
    const QString text = m_text->toPlainText();
    if (text.size() <= kLongest) {
        return;
    }
    QTextCursor cursor = m_text->textCursor();
    const int over = int(text.size()) - kLongest;
    int from = std::max(0, cursor.position() - over);
    int to = from + over;
    from -= from > 0 && text[from].isLowSurrogate() ? 1 : 0; // a sign of two units goes whole
    to += to < int(text.size()) && text[to].isLowSurrogate() ? 1 : 0;
    cursor.setPosition(from);
    cursor.setPosition(to, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
}

void TakeNote::keep() {
    const QString text = m_text->toPlainText();
    const auto before = m_written.constFind(m_id);
    const bool failed = before != m_written.constEnd() && before->asked == 0;
    if (m_id != 0 && (text != m_kept || failed)) {
        write(text, std::exchange(m_kept, text));
    }
}

void TakeNote::write(const QString &text, const QString &before) {
    Written &written = m_written[m_id];
    written.text = text;
    ++written.asked;
    if (m_history && before != text) {
        m_history->annotate(m_id, before, text);
    } else { // once more what was not kept
        m_library.annotate(m_id, text);
    }
    m_library.byId(m_id, this, [this, id = m_id](const app::storage::Answer<app::takes::TakeRecord> &answer) {
        Written &told = m_written[id];
        --told.asked;
        const bool gone = answer.trouble == app::storage::Trouble::Missing;
        const QString kept = QString::fromUtf8(told.text.toUtf8()); // half a sign is another one there
        if (told.asked == 0 && (gone || (answer && answer.value->note == kept))) {
            m_written.remove(id);
        } else if (told.asked == 0 && answer) {
            told.before = answer.value->note;
        }
    });
}

bool TakeNote::eventFilter(QObject *watched, QEvent *event) {
    if (watched == m_text && event->type() == QEvent::FocusOut) {
        keep();
    }
    const bool escape = watched == m_text &&
                        (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) &&
                        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape;
    if (escape) {
        event->accept();
        if (event->type() == QEvent::KeyPress) {
            Q_EMIT left();
        }
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui::studio

#include "moc_take_note.cpp"
