#include "ui/models/model_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/models/licence_panel.h"
#include "ui/models/model_words.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::models {

using app::models::ModelItem;
using State = ModelItem::State;
using Kind = ModelItem::Kind;

namespace {

constexpr int kSteps = 1000; // of the progress bar
constexpr int kIcon = 16;

} // namespace

ModelCard::ModelCard(QWidget *parent) : QFrame(parent) {
    setRole(this, "card");
    m_name = new QLabel(this);
    setRole(m_name, "heading");
    m_standingIcon = new shared::IconLabel(shared::icon(u"check", shared::Tone::Good), kIcon, this);
    m_standing = new QLabel(this);
    m_licence = new QToolButton(this);
    m_licence->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_licence->setIconSize({kIcon, kIcon});
    connect(m_licence, &QToolButton::clicked, this, &ModelCard::licenceWanted);
    m_about = new QLabel(this);
    m_facts = new QLabel(this);
    setRole(m_facts, "quiet");
    m_bar = new QProgressBar(this);
    m_bar->setRange(0, kSteps);
    m_bar->setTextVisible(false);
    m_progress = new QLabel(this);
    m_problemIcon = new shared::IconLabel(shared::icon(u"warning", shared::Tone::Attention), kIcon, this);
    m_problem = new QLabel(this);
    setRole(m_problem, "attention");
    for (QLabel *label : {m_about, m_facts, m_progress, m_problem})
        label->setWordWrap(true);
    for (QLabel *label : {m_name, m_about, m_facts, m_progress, m_problem})
        label->setTextFormat(Qt::PlainText); // it may quote names of folders and what servers say
    m_progress->setFont(withTabularDigits(font()));
    m_use = makeButton(u"check", tr("Use this model"), &ModelCard::useWanted);
    m_unload = makeButton(u"close", tr("Unload"), &ModelCard::unloadWanted);
    m_unload->setToolTip(tr("Gives its memory back; the next line that is spoken loads it again."));
    m_download = makeButton(u"download", tr("Download …"), &ModelCard::downloadWanted);
    m_pause = makeButton(u"pause", tr("Pause"), &ModelCard::pauseWanted);
    m_cancel = makeButton(u"close", tr("Cancel"), &ModelCard::cancelWanted);
    m_cancel->setToolTip(tr("Stops, and throws away what came so far."));
    m_chooseVocoder = makeButton(u"folder", tr("Choose a vocoder …"), &ModelCard::vocoderWanted);
    m_chooseVocoder->setToolTip(tr("A folder with config.yaml and pytorch_model.bin or model.safetensors, as of "
                                   "charactr/vocos-mel-24khz; it stays where it is."));
    m_readAs = makeButton(u"again", {}, &ModelCard::readingWanted);
    m_readAs->setToolTip(
        tr("F5-TTS Base of 2024 (v0) and later ones (v1) have the same shape and are read in different "
           "ways; what is read in the wrong one mumbles."));
    m_remove = makeButton(u"remove", tr("Remove"), &ModelCard::removeWanted);
    m_panel = new LicencePanel(this);
    m_panel->hide();
    connect(m_panel, &LicencePanel::accepted, this, [this] {
        hideLicence();
        Q_EMIT licenceAccepted();
    });
    connect(m_panel, &LicencePanel::withdrawn, this, [this] {
        hideLicence();
        Q_EMIT licenceWithdrawn();
    });
    connect(m_panel, &LicencePanel::closed, this, &ModelCard::hideLicence);

    auto *title = new QHBoxLayout;
    title->setSpacing(kGrid);
    title->addWidget(m_name);
    title->addWidget(m_standingIcon);
    title->addWidget(m_standing);
    title->addStretch(1);
    title->addWidget(m_licence);
    auto *problem = new QHBoxLayout;
    problem->setSpacing(kGrid);
    problem->addWidget(m_problemIcon, 0, Qt::AlignTop);
    problem->addWidget(m_problem, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    for (QPushButton *button : {m_use, m_download, m_chooseVocoder, m_pause, m_cancel, m_unload, m_readAs, m_remove})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, kGrid, 12, 12);
    layout->setSpacing(6);
    layout->addLayout(title);
    layout->addWidget(m_about);
    layout->addWidget(m_facts);
    layout->addWidget(m_bar);
    layout->addWidget(m_progress);
    layout->addLayout(problem);
    layout->addLayout(buttons);
    layout->addWidget(m_panel);
}

QPushButton *ModelCard::makeButton(QStringView icon, const QString &text, void (ModelCard::*signal)()) {
    auto *button = new QPushButton(shared::icon(icon), text, this);
    setRole(button, "compact");
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, signal);
    return button;
}

void ModelCard::present(const ModelItem &item, const CardState &state) {
    m_item = item;
    m_name->setText(item.name);
    setAccessibleName(item.name);
    m_standing->setText(state.loading ? tr("Loading …") : state.inUse ? tr("In use") : QString());
    m_standing->setVisible(state.inUse);
    m_standingIcon->setVisible(state.inUse && !state.loading);
    m_licence->setText(licenceWords(item));
    const bool careful = isForbiddenToSell(item.licence);
    m_licence->setIcon(
        shared::icon(careful ? u"warning" : u"licence", careful ? shared::Tone::Attention : shared::Tone::Quiet));
    setRole(m_licence, careful ? "attention" : "status");
    m_licence->setVisible(!item.licence.isEmpty());
    m_licence->setEnabled(item.bytesWhole > 0 && !item.lacksVocoder); // whose words we have
    m_about->setText(item.about);
    m_about->setVisible(!item.about.isEmpty());
    m_facts->setText(factWords(item, state.inMemory));
    const QString troubles = troubleWords(item);
    m_problem->setText(troubles);
    for (QWidget *widget : {static_cast<QWidget *>(m_problemIcon), static_cast<QWidget *>(m_problem)})
        widget->setVisible(!troubles.isEmpty());
    if (item.state == State::Fetching) {
        setProgress(item.progress);
    } else if (item.bytes > 0 && item.kind == Kind::Offered) {
        app::models::FetchProgress there;
        there.done = item.bytes;
        there.total = item.bytesWhole;
        there.state = item.state == State::Paused ? tr("paused") : QString();
        setProgress(there);
    }
    const bool part = item.state == State::Fetching || (item.bytes > 0 && item.kind == Kind::Offered);
    m_bar->setVisible(part);
    m_progress->setVisible(part);
    showButtons(state);
    if (m_panel->isVisibleTo(this) && m_panel->asks() && item.state != State::NotHere && !item.isToAccept() &&
        !(item.lacksVocoder && item.state != State::Fetching))
        hideLicence();
}

void ModelCard::showButtons(const CardState &state) {
    const bool ready = m_item.state == State::Ready;
    const bool fetching = m_item.state == State::Fetching;
    const bool part = m_item.kind == Kind::Offered && m_item.bytes > 0 && !fetching;
    const bool lacksVocoder = m_item.lacksVocoder && !fetching;
    m_use->setVisible(ready && (!state.inUse || m_item.isToAccept()));
    m_use->setText(m_item.isToAccept() ? tr("Read the licence …") : tr("Use this model"));
    m_unload->setVisible(state.inMemory > 0);
    m_download->setVisible((m_item.kind == Kind::Offered && !fetching) || (lacksVocoder && m_item.vocoderBytes > 0));
    m_download->setText(lacksVocoder ? tr("Download a vocoder (%1) …").arg(sizeWords(m_item.vocoderBytes))
                        : part       ? tr("Resume")
                        : m_item.state == State::Failed ? tr("Try again")
                                                        : tr("Download …"));
    m_chooseVocoder->setVisible(lacksVocoder);
    m_readAs->setVisible(ready && m_item.isPersons() && m_item.reading != ModelItem::Reading::Told);
    m_readAs->setText(m_item.readAsV0 ? tr("Read as v1") : tr("Read as v0"));
    m_pause->setVisible(fetching);
    m_cancel->setVisible(fetching || part);
    m_remove->setVisible(m_item.isPersons());
    m_remove->setEnabled(!state.inUse);
    m_remove->setToolTip(state.inUse                   ? tr("It is in use: choose another model first.")
                         : m_item.kind == Kind::Linked ? tr("Takes it out of the list; its files stay where they are.")
                                                       : tr("Deletes its files; can be undone for a while."));
    nameButtons();
}

// A screen reader reads buttons without the card around them.
void ModelCard::nameButtons() {
    for (QPushButton *button : {m_use, m_unload, m_download, m_chooseVocoder, m_readAs, m_pause, m_cancel, m_remove})
        button->setAccessibleName(tr("%1: %2", "what a button does: to which model").arg(button->text(), m_item.name));
    m_bar->setAccessibleName(tr("Download of %1").arg(m_item.name));
    m_licence->setAccessibleName(tr("Licence of %1: %2").arg(m_item.name, licenceWords(m_item)));
}

void ModelCard::setProgress(const app::models::FetchProgress &progress) {
    const double fraction = progress.total > 0 ? double(progress.done) / double(progress.total) : 0;
    m_bar->setValue(int(fraction * kSteps));
    m_progress->setText(progressWords(progress));
}

void ModelCard::showLicence(const QString &words, bool asks) {
    const QString summary =
        isForbiddenToSell(m_item.licence) && !m_item.lacksVocoder
            ? tr("You may use it and what it makes, but not commercially. The words that count are these:")
            : tr("The words of the licence:");
    using Offer = LicencePanel::Offer;
    const Offer offer = asks ? (m_item.lacksVocoder || !m_item.isToAccept() ? Offer::Download : Offer::Use)
                        : m_item.accepted.isNull() || m_item.lacksVocoder ? Offer::Nothing
                                                                          : Offer::Withdraw;
    m_panel->show();
    m_panel->present(m_item.name, summary, words, m_item.page, offer);
}

void ModelCard::hideLicence() {
    const bool hadFocus = m_panel->isAncestorOf(focusWidget());
    m_panel->hide();
    if (hadFocus)
        focusFirst();
}

bool ModelCard::showsLicence() const {
    return m_panel->isVisibleTo(this);
}

void ModelCard::focusFirst() {
    for (QPushButton *button : {m_use, m_download, m_chooseVocoder, m_pause, m_unload, m_remove}) {
        if (button->isVisibleTo(this) && button->isEnabled()) {
            button->setFocus();
            return;
        }
    }
    m_licence->setFocus();
}

} // namespace ui::models

#include "moc_model_card.cpp"
