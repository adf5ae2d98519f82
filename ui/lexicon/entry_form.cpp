#include "ui/lexicon/entry_form.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "engine/text/lexicon.h"
#include "ui/lexicon/lexicon_model.h"
#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::lexicon {

using engine::text::Lexicon;
using engine::text::LexiconEntry;
using engine::text::LexiconKind;

EntryForm::EntryForm(QWidget *parent) : QWidget(parent) {
    m_written = new QLineEdit(this);
    m_written->setAccessibleName(tr("Written"));
    m_said = new QLineEdit(this);
    m_said->setAccessibleName(tr("Said"));
    m_kind = new QComboBox(this);
    m_kind->setAccessibleName(tr("Kind"));
    m_kind->setToolTip(tr("A word is taken as it is. A pattern is a regular expression (RE2); \\1 is what its first "
                          "group found. A reading says how Chinese characters are read."));
    for (const LexiconKind kind : {LexiconKind::Plain, LexiconKind::Pattern, LexiconKind::Pinyin})
        m_kind->addItem(kindName(kind), int(kind));
    m_kind->view()->setMinimumWidth(m_kind->view()->sizeHintForColumn(0) + 2 * kGrid); // short names, wide margins
    shared::letWheelPass(m_kind);
    m_add = new QPushButton(shared::icon(u"plus"), tr("A&dd"), this);
    m_add->setAutoDefault(false);
    m_fault = new QLabel(this);
    m_fault->setWordWrap(true);
    m_fault->setTextFormat(Qt::PlainText);
    setRole(m_fault, "attention");
    m_fault->hide();
    m_hint = new QLabel(this);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    setRole(m_hint, "quiet");

    auto *line = new QHBoxLayout;
    line->setSpacing(kGrid);
    line->addWidget(m_written, 1);
    line->addWidget(m_said, 1);
    line->addWidget(m_kind);
    line->addWidget(m_add);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    layout->addLayout(line);
    layout->addWidget(m_hint);
    layout->addWidget(m_fault);

    for (QLineEdit *field : {m_written, m_said}) {
        connect(field, &QLineEdit::textChanged, this, &EntryForm::check);
        connect(field, &QLineEdit::returnPressed, this, &EntryForm::add);
    }
    connect(m_kind, &QComboBox::currentIndexChanged, this, &EntryForm::check);
    connect(m_add, &QPushButton::clicked, this, &EntryForm::add);
    check();
}

// What was added is no typing any more that Undo could bring back.
void EntryForm::clear() {
    m_written->setText(QString());
    m_said->setText(QString());
}

void EntryForm::begin() {
    m_written->setFocus();
}

LexiconEntry EntryForm::entry() const {
    return {LexiconKind(m_kind->currentData().toInt()), m_written->text().trimmed().toStdString(),
            m_said->text().trimmed().toStdString()};
}

void EntryForm::check() {
    const LexiconEntry now = entry();
    const auto ofKind = [&now](const QString &word, const QString &pattern, const QString &reading) {
        return now.kind == LexiconKind::Plain ? word : now.kind == LexiconKind::Pattern ? pattern : reading;
    };
    m_written->setPlaceholderText(
        ofKind(tr("Written, as GIF"), tr("Written, as v(\\d+)"), tr("Written, as %1").arg(QStringLiteral("重庆"))));
    m_said->setPlaceholderText(ofKind(tr("Said, as jif"), tr("Said, as version \\1"), tr("Read, as chong2 qing4")));
    m_hint->setText(ofKind(
        QString(),
        tr("A pattern is a regular expression (RE2): v(\\d+) finds v2 and v10, and version \\1 says what stood in the "
           "brackets: version 2. \\b is the edge of a word."),
        tr("A syllable with its tone from 1 to 5 for each character; 5 is the neutral tone.")));
    const Lexicon lexicon({now});
    // A reading that is not typed yet is no mistake.
    const bool begun = !now.from.empty() && (now.kind != LexiconKind::Pinyin || !now.to.empty());
    const bool wrong = begun && !lexicon.faults().empty();
    m_fault->setText(wrong ? QString::fromStdString(lexicon.faults().front().what) + u' ' +
                                 QString::fromStdString(lexicon.faults().front().remedy)
                           : QString());
    m_fault->setVisible(wrong);
    m_hint->setVisible(!wrong && !m_hint->text().isEmpty());
    m_written->setAccessibleDescription(m_fault->text());
    m_add->setEnabled(lexicon.faults().empty());
}

void EntryForm::add() {
    if (!m_add->isEnabled()) {
        (m_written->text().trimmed().isEmpty() ? m_written : m_said)->setFocus();
        return;
    }
    Q_EMIT added(entry());
}

} // namespace ui::lexicon

#include "moc_entry_form.cpp"
