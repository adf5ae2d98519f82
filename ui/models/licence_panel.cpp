#include "ui/models/licence_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/theme.h"

namespace ui::models {

namespace {

constexpr int kWordsHeight = 220; // px

} // namespace

LicencePanel::LicencePanel(QWidget *parent) : QWidget(parent) {
    m_summary = new QLabel(this);
    m_summary->setWordWrap(true);
    m_words = new QPlainTextEdit(this);
    m_words->setReadOnly(true);
    m_words->setTabChangesFocus(true);
    m_words->setFixedHeight(kWordsHeight);
    m_words->setAccessibleName(tr("The words of the licence"));
    m_page = new QLabel(this);
    m_page->setOpenExternalLinks(true);
    m_page->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_accept = new QPushButton(this);
    setRole(m_accept, "primary");
    m_withdraw = new QPushButton(shared::icon(u"undo"), tr("Withdraw"), this);
    m_withdraw->setToolTip(tr("You no longer accept it: the model is used again when you have accepted it anew."));
    m_close = new QPushButton(this);
    for (QPushButton *button : {m_accept, m_withdraw, m_close})
        button->setAutoDefault(false);
    connect(m_accept, &QPushButton::clicked, this, &LicencePanel::accepted);
    connect(m_withdraw, &QPushButton::clicked, this, &LicencePanel::withdrawn);
    connect(m_close, &QPushButton::clicked, this, &LicencePanel::closed);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, kGrid, 0, 0);
    layout->setSpacing(kGrid);
    layout->addWidget(m_summary);
    layout->addWidget(m_words);
    layout->addWidget(m_page, 0, Qt::AlignLeft); // above the buttons: beside them they need more width than there is
    QHBoxLayout *buttons = shared::sheetButtons(m_close, m_accept);
    buttons->insertWidget(0, m_withdraw);
    layout->addLayout(buttons);
}

void LicencePanel::present(const QString &model, const QString &summary, const QString &words, const QString &page,
                           Offer offer) {
    m_offer = offer;
    const bool downloads = offer == Offer::Download;
    m_accept->setText(downloads ? tr("Accept and download") : tr("Accept and use"));
    m_accept->setIcon(shared::icon(downloads ? u"download" : u"check", shared::Tone::OnAccent));
    m_withdraw->setAccessibleName(tr("Withdraw the licence of %1").arg(model));
    m_summary->setText(summary);
    if (m_words->toPlainText() != words)
        m_words->setPlainText(words);
    m_page->setVisible(!page.isEmpty());
    m_page->setText(QStringLiteral("<a href=\"%1\">%2</a>").arg(page.toHtmlEscaped(), tr("The publisher's page")));
    m_accept->setVisible(asks());
    m_withdraw->setVisible(offer == Offer::Withdraw);
    m_close->setText(asks() ? tr("Not now") : tr("Close"));
    m_words->setFocus(); // not the button: a second press of the key that opened this accepts nothing
}

void LicencePanel::keyPressEvent(QKeyEvent *event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closed(); // and not the whole window
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace ui::models

#include "moc_licence_panel.cpp"
