#include "ui/danmaku/phrase_sheet.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/chat/filter.h"
#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::danmaku {

PhraseSheet::PhraseSheet(const QString &text, QWidget *parent) : QDialog(parent) {
    setWindowTitle(tr("Ban a phrase"));
    auto *about = new QLabel(tr("Messages with these words are not read. Look-alike letters, spaces between letters "
                                "and pinyin are seen through; between two slashes it is a pattern: /b[ao]d/"),
                             this);
    about->setWordWrap(true);
    about->setFixedWidth(480);
    about->ensurePolished();
    about->setMinimumHeight(about->heightForWidth(480));
    m_phrase = new QLineEdit(text.simplified().left(200), this);
    m_phrase->setAccessibleName(tr("Words that are banned"));
    m_phrase->setMaxLength(200);
    m_phrase->selectAll();
    m_wrong = new QLabel(this);
    m_wrong->setTextFormat(Qt::PlainText);
    m_wrong->setWordWrap(true);
    setRole(m_wrong, "attention");
    m_ban = new QPushButton(tr("Ban it"), this);
    m_ban->setDefault(true);
    setRole(m_ban, "primary");
    auto *leave = new QPushButton(tr("Cancel"), this);
    QVBoxLayout *layout = shared::layOutSheet(this);
    layout->addWidget(about);
    layout->addWidget(m_phrase);
    layout->addWidget(m_wrong);
    layout->addLayout(shared::sheetButtons(leave, m_ban));
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_ban, &QPushButton::clicked, this, [this] {
        Q_EMIT banned(m_phrase->text().trimmed());
        accept();
    });
    connect(m_phrase, &QLineEdit::textChanged, this, &PhraseSheet::look);
    look();
}

void PhraseSheet::look() {
    const QString phrase = m_phrase->text().trimmed();
    const QString objection = phrase.isEmpty() ? QString() : app::chat::Filter::objection(phrase);
    m_wrong->setText(objection);
    m_wrong->setVisible(!objection.isEmpty());
    m_ban->setEnabled(!phrase.isEmpty() && objection.isEmpty());
}

} // namespace ui::danmaku

#include "moc_phrase_sheet.cpp"
