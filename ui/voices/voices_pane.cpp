#include "ui/voices/voices_pane.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "app/settings/settings.h"
#include "app/voices/voice_library.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"
#include "ui/voices/voice_list.h"

namespace ui::voices {

namespace {

enum ListPage { List, Nothing, Empty };

QStringList filesIn(const QMimeData &data) {
    QStringList files;
    for (const QUrl &url : data.urls()) {
        if (url.isLocalFile()) {
            files << url.toLocalFile();
        }
    }
    return files;
}

} // namespace

VoicesPane::VoicesPane(app::Settings &settings, app::voices::VoiceLibrary &voices, VoiceListModel::MarksOf marks,
                       QWidget *parent)
    : QWidget(parent), m_settings(settings), m_voices(voices),
      m_model(new VoiceListModel(settings, voices, std::move(marks), this)), m_acts(new VoiceActs(this)) {
    setAcceptDrops(true);
    m_words = new QLineEdit(this);
    m_words->setPlaceholderText(tr("Search voices"));
    m_words->setAccessibleName(tr("Search voices"));
    m_words->setAccessibleDescription(tr("Arrow down or Enter goes to the voices."));
    m_words->setClearButtonEnabled(true);
    m_words->addAction(shared::icon(u"search", shared::Tone::Quiet), QLineEdit::LeadingPosition);
    m_words->installEventFilter(this);

    m_list = new VoiceList(*m_model, this);
    m_nothing = new QLabel(this);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setTextFormat(Qt::PlainText);
    m_nothing->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    setRole(m_nothing, "quiet");
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_nothing);
    m_pages->addWidget(makeEmptyPage());

    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    const std::pair<VoiceActs::Act, QString> buttons[] = {{VoiceActs::Add, tr("Add a voice")},
                                                          {VoiceActs::Record, tr("Record a voice")},
                                                          {VoiceActs::Use, tr("Speak with it")},
                                                          {VoiceActs::Edit, tr("Edit")},
                                                          {VoiceActs::Remove, tr("Remove")}};
    for (const auto &[act, name] : buttons) {
        auto *button = new QToolButton(this);
        button->setDefaultAction((*m_acts)[act]);
        button->setIconSize(QSize(20, 20));
        button->setAccessibleName(name);
        row->addWidget(button);
    }
    row->addStretch(1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 2, 4, kGrid);
    layout->setSpacing(kGrid);
    layout->addWidget(m_words);
    layout->addLayout(row);
    layout->addWidget(m_pages, 1);
    layout->addWidget(makeProblems());

    connect(m_words, &QLineEdit::textChanged, m_model, &VoiceListModel::search);
    connect(m_model, &QAbstractItemModel::modelReset, this, &VoicesPane::follow);
    connect(m_list, &VoiceList::currentMoved, this, [this] {
        if (m_list->currentRow() >= 0) {
            m_row = m_list->currentRow();
            m_current = m_model->card(m_row).id;
        }
        const auto card = current();
        m_acts->follow(card ? &*card : nullptr);
    });
    connect(m_list, &VoiceList::leftUpwards, this, &VoicesPane::focusSearch);
    connect(m_list, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &at) { Q_EMIT menuWanted(m_list->viewport()->mapToGlobal(at)); });
    connect(&m_voices, &app::voices::VoiceLibrary::changed, this, &VoicesPane::followProblems);
    connectActs();
    m_current = m_settings.voiceId();
    follow();
    followProblems();
}

QWidget *VoicesPane::makeEmptyPage() {
    auto *page = new QWidget(this);
    page->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    auto *heading = new QLabel(tr("No voice yet"), page);
    heading->setAlignment(Qt::AlignCenter);
    setRole(heading, "heading");
    auto *text = new QLabel(tr("A few seconds of a recording are enough for a voice. Drop a sound or a video here, or "
                               "choose one."),
                            page);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    auto *add = new QPushButton(tr("Add a voice"), page);
    setRole(add, "primary");
    connect(add, &QPushButton::clicked, this, &VoicesPane::addWanted);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, kGrid, 0);
    layout->setSpacing(kGrid);
    layout->addStretch(1);
    layout->addWidget(new shared::IconLabel(shared::icon(u"voice", shared::Tone::Quiet), 48, page), 0,
                      Qt::AlignHCenter);
    layout->addWidget(heading);
    layout->addWidget(text);
    layout->addWidget(add, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return page;
}

// Folders that could not be read, each with its reason.
QWidget *VoicesPane::makeProblems() {
    auto *box = new QFrame(this);
    setRole(box, "card");
    m_problems = box;
    m_problemText = new QLabel;
    m_problemText->setWordWrap(true);
    m_problemText->setTextFormat(Qt::PlainText);
    m_problemText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *scroll = new QScrollArea(box);
    scroll->setWidget(m_problemText);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedHeight(72);
    scroll->viewport()->setAutoFillBackground(false);
    m_problemText->setAutoFillBackground(false);
    m_problemText->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    scroll->setAccessibleName(tr("Voices that could not be read"));
    auto *again = new QPushButton(tr("Look again"), box);
    setRole(again, "compact");
    connect(again, &QPushButton::clicked, &m_voices, &app::voices::VoiceLibrary::refresh);
    auto *row = new QHBoxLayout;
    row->addWidget(new shared::IconLabel(shared::icon(u"warning", shared::Tone::Attention), 16, box));
    auto *heading = new QLabel(tr("Could not be read"), box);
    heading->setWordWrap(true); // whole, however narrow the pane is
    row->addWidget(heading, 1);
    row->addWidget(again);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    layout->addLayout(row);
    layout->addWidget(scroll);
    box->hide();
    return box;
}

void VoicesPane::connectActs() {
    const auto on = [this](VoiceActs::Act act, auto slot) { connect((*m_acts)[act], &QAction::triggered, this, slot); };
    const auto about = [this](auto signal) {
        return [this, signal] {
            if (const auto card = current()) {
                Q_EMIT(this->*signal)(card->id);
            }
        };
    };
    on(VoiceActs::Add, &VoicesPane::addWanted);
    on(VoiceActs::Record, &VoicesPane::recordWanted);
    on(VoiceActs::Import, &VoicesPane::importWanted);
    on(VoiceActs::Export, about(&VoicesPane::exportWanted));
    on(VoiceActs::Use, &VoicesPane::use);
    on(VoiceActs::Play, about(&VoicesPane::playWanted));
    on(VoiceActs::Edit, about(&VoicesPane::editWanted));
    on(VoiceActs::AddStyle, about(&VoicesPane::addStyleWanted));
    on(VoiceActs::Restore, about(&VoicesPane::restoreWanted));
    on(VoiceActs::Remove, about(&VoicesPane::removeWanted));
    const std::pair<void (VoiceList::*)(), VoiceActs::Act> keys[] = {{&VoiceList::chosen, VoiceActs::Use},
                                                                     {&VoiceList::playWanted, VoiceActs::Play},
                                                                     {&VoiceList::editWanted, VoiceActs::Edit},
                                                                     {&VoiceList::removeWanted, VoiceActs::Remove}};
    for (const auto &[signal, act] : keys) {
        connect(m_list, signal, (*m_acts)[act], &QAction::trigger);
    }
}

void VoicesPane::use() {
    if (const auto card = current()) {
        m_settings.setVoiceId(card->id);
        Q_EMIT left();
    }
}

std::optional<VoiceCard> VoicesPane::current() const {
    const int row = m_list->currentRow();
    return row < 0 ? std::nullopt : std::optional<VoiceCard>(m_model->card(row));
}

void VoicesPane::select(const QString &voiceId) {
    m_current = m_wanted = voiceId;
    if (m_model->rowOf(voiceId) < 0 && !m_words->text().isEmpty()) {
        m_words->clear(); // it is shown, whatever was looked for
    }
    follow();
}

void VoicesPane::focusSearch() {
    m_words->setFocus();
    m_words->selectAll();
}

void VoicesPane::focusVoices() {
    m_list->setFocus();
}

void VoicesPane::setPlaying(const QString &voiceId) {
    m_list->setPlaying(voiceId);
}

// What was the current card is it again; where it was removed, its neighbour.
void VoicesPane::follow() {
    const bool empty = m_model->total() == 0;
    const int count = m_model->rowCount();
    m_nothing->setText(tr("No voice has “%1” in its name, language, tags or words.").arg(m_words->text().trimmed()));
    m_pages->setCurrentIndex(empty && m_voices.isRead() ? Empty : count == 0 && !empty ? Nothing : List);
    if (m_model->rowOf(m_wanted) >= 0) {
        m_current = std::exchange(m_wanted, {});
    }
    const int row = m_model->rowOf(m_current);
    if (count > 0) {
        const QString wanted = m_current;
        const bool gone = row < 0 && m_voices.isRead() && !m_voices.find(wanted);
        m_list->setCurrentIndex(m_model->index(row >= 0 ? row : gone ? std::min(m_row, count - 1) : 0));
        m_current = row >= 0 || gone ? m_current : wanted; // it may come back
    }
    const auto card = current();
    m_acts->follow(card ? &*card : nullptr);
}

void VoicesPane::followProblems() {
    QStringList sentences;
    for (const std::string &sentence : m_voices.voices()->problems) {
        sentences << QString::fromStdString(sentence);
    }
    m_problemText->setText(sentences.join(u'\n'));
    m_problems->setVisible(!sentences.isEmpty());
}

bool VoicesPane::eventFilter(QObject *watched, QEvent *event) {
    if (watched == m_words && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if ((key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) && m_model->rowCount() > 0) {
            m_current = current()->id; // also when the search is cleared
            m_list->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void VoicesPane::dragEnterEvent(QDragEnterEvent *event) {
    if (!filesIn(*event->mimeData()).isEmpty()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
        showDropping(true);
    }
}

void VoicesPane::dragLeaveEvent(QDragLeaveEvent *) {
    showDropping(false);
}

void VoicesPane::dropEvent(QDropEvent *event) {
    showDropping(false);
    const QStringList files = filesIn(*event->mimeData());
    if (!files.isEmpty()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
        Q_EMIT filesDropped(files);
    }
}

void VoicesPane::showDropping(bool dropping) {
    m_dropping = dropping;
    update();
}

void VoicesPane::paintEvent(QPaintEvent *event) {
    QWidget::paintEvent(event);
    if (m_dropping) {
        QPainter painter(this);
        painter.setPen(QPen(coloursOf(palette()).accent, 2, Qt::DashLine));
        painter.drawRect(rect().adjusted(2, 1, -2, -2));
    }
}

} // namespace ui::voices

#include "moc_voices_pane.cpp"
