#include "ui/danmaku/typed_line.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "ui/danmaku/danmaku_words.h"
#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::Command;
using app::danmaku::LiveStage;

TypedLine::TypedLine(LiveStage &stage, QWidget *parent) : QWidget(parent), m_stage(stage) {
    m_field = new QLineEdit(this);
    m_field->setPlaceholderText(tr("Type, and Enter puts it on air at once"));
    m_field->setAccessibleName(tr("A line that goes on air at once"));
    m_field->setMaxLength(5'000);
    auto *go = new QPushButton(tr("Say it"), this);
    auto *stock = shared::makeIconButton(u"note", tr("Stock phrases"), {}, this);
    stock->setFocusPolicy(Qt::StrongFocus);
    stock->setPopupMode(QToolButton::InstantPopup);
    m_phrases = new QMenu(stock);
    stock->setMenu(m_phrases);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_field, 1);
    row->addWidget(go);
    row->addWidget(stock);
    const auto typed = [this] {
        const QString text = m_field->text().trimmed();
        if (text.isEmpty()) {
            m_field->setFocus();
            return;
        }
        say(text);
        m_field->clear();
    };
    connect(m_field, &QLineEdit::returnPressed, this, typed);
    connect(go, &QPushButton::clicked, this, typed);
    connect(m_phrases, &QMenu::aboutToShow, this, &TypedLine::fill);
}

void TypedLine::focusField() {
    m_field->setFocus();
    m_field->selectAll();
}

void TypedLine::say(const QString &text) {
    Command command;
    command.what = Command::What::Say;
    command.text = text;
    m_stage.command(command);
}

void TypedLine::fill() {
    m_phrases->clear();
    for (const QString &phrase : m_stage.rules().phrases) {
        QAction *action = m_phrases->addAction(oneLine(phrase, 60).replace(u'&', QStringLiteral("&&")));
        connect(action, &QAction::triggered, this, [this, phrase] { say(phrase); });
    }
    if (!m_phrases->isEmpty())
        m_phrases->addSeparator();
    QAction *keepIt = m_phrases->addAction(shared::icon(u"plus"), tr("Keep what is typed as a stock phrase"));
    keepIt->setEnabled(!m_field->text().trimmed().isEmpty());
    connect(keepIt, &QAction::triggered, this, &TypedLine::keep);
}

void TypedLine::keep() {
    app::danmaku::Rules rules = m_stage.rules();
    const QString phrase = m_field->text().trimmed();
    if (phrase.isEmpty() || rules.phrases.contains(phrase))
        return;
    rules.phrases << phrase;
    m_stage.setRules(rules);
}

} // namespace ui::danmaku

#include "moc_typed_line.cpp"
