#include "ui/listening/blind_page.h"

#include <QFontDatabase>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "engine/error.h"
#include "ui/listening/blind_end.h"
#include "ui/listening/blind_question.h"
#include "ui/theme.h"

namespace ui::listening {

using app::listening::Mode;
using app::listening::SessionState;

namespace {

constexpr int kWidest = 1000; // px: lines that can be read

QString taskOf(const app::listening::TestDesign &design) {
    switch (design.mode) {
    case Mode::AbPreference:
        return BlindPage::tr("You hear a sentence twice, as A and as B. Say which is better.");
    case Mode::Cmos:
        return BlindPage::tr("You hear a sentence twice, as A and as B. Say which is better, and by how much.");
    case Mode::Abx:
        return BlindPage::tr(
            "You hear a sentence as A, as B and as X. X is one of both: say which, and how sure you are.");
    case Mode::Mushra:
        return BlindPage::tr("You hear a sentence several times. Give each sound a mark from 0 to 100.");
    case Mode::OriginalForm:
        return BlindPage::tr("You hear a sentence several times. Fill in the form for each sound: 5 = Excellent, "
                             "4 = Good, 3 = Acceptable, 2 = Poor, 1 = Unacceptable.");
    }
    return {};
}

} // namespace

BlindPage::BlindPage(BlindSession::Uses uses, QWidget *parent) : QWidget(parent), m_uses(std::move(uses)) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Blind listening"));
    setAutoFillBackground(true);
    m_card = new QWidget(this);
    auto *card = new QVBoxLayout(m_card);
    card->setContentsMargins(0, 0, 0, 0);
    card->setSpacing(2 * kGrid);
    m_heading = new QLabel(m_card);
    setRole(m_heading, "figure");
    m_words = new QLabel(m_card);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_button = new QPushButton(m_card);
    setRole(m_button, "primary");
    auto *row = new QHBoxLayout;
    row->addWidget(m_button);
    row->addStretch(1);
    card->addStretch(1);
    card->addWidget(m_heading);
    card->addWidget(m_words);
    card->addLayout(row);
    card->addStretch(2);
    m_body = new QWidget(this);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    m_screens = new QStackedLayout;
    m_screens->addWidget(m_card);
    m_screens->addWidget(m_body);
    m_problem = new QLabel(this);
    m_problem->setWordWrap(true);
    setRole(m_problem, "attention");
    m_keys = new QLabel(this);
    m_keys->setWordWrap(true);
    m_keys->setAccessibleName(tr("Keys"));
    setRole(m_keys, "quiet");
    m_leave = new QPushButton(this);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_keys, 1);
    foot->addWidget(m_leave, 0, Qt::AlignBottom);

    auto *page = new QWidget(this);
    page->setMaximumWidth(kWidest);
    auto *middle = new QVBoxLayout(page);
    middle->setContentsMargins(0, 0, 0, 0);
    middle->addLayout(m_screens, 1);
    middle->addWidget(m_problem);
    middle->addLayout(foot);
    auto *sides = new QHBoxLayout(this);
    sides->setContentsMargins(3 * kGrid, 2 * kGrid, 3 * kGrid, 2 * kGrid);
    sides->addStretch(1);
    sides->addWidget(page, 100);
    sides->addStretch(1);
    connect(m_button, &QPushButton::clicked, this, &BlindPage::goOn);
    connect(m_leave, &QPushButton::clicked, this, &BlindPage::leave);
    watchKeys(this);
}

BlindPage::~BlindPage() = default;

void BlindPage::watchKeys(QWidget *widget) {
    for (QWidget *each : widget->findChildren<QWidget *>())
        each->installEventFilter(this);
}

void BlindPage::open(std::shared_ptr<const app::listening::SessionPlan> plan,
                     std::vector<app::listening::ListeningEvent> events, const QString &notice) {
    m_notice = notice;
    m_started = false;
    m_problem->clear();
    try {
        m_session = std::make_unique<BlindSession>(m_uses, std::move(plan), std::move(events));
    } catch (const engine::Error &error) {
        Q_EMIT problem({QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}});
        return;
    }
    m_question = new BlindQuestion(*m_session, m_body);
    m_end = new BlindEnd(*m_session, m_body);
    m_body->layout()->addWidget(m_question);
    m_body->layout()->addWidget(m_end);
    watchKeys(m_body);
    connect(m_session.get(), &BlindSession::changed, this, &BlindPage::follow);
    connect(m_session.get(), &BlindSession::problem, this, [this](const app::Problem &what) {
        m_problem->setText(
            what.remedy.isEmpty() ? what.what : tr("%1 %2", "what happened, what to do").arg(what.what, what.remedy));
    });
    connect(m_end, &BlindEnd::left, this, [this] {
        const QString test = QString::fromStdString(m_session->plan().header.test);
        leave();
        Q_EMIT finished(test);
    });
    follow();
    Q_EMIT openChanged(true);
    setFocus();
    if (m_session->session().state().stage == SessionState::Stage::Finished)
        m_session->reveal(); // it was cut off between the two
}

QString BlindPage::sealedWords() const {
    const auto &plan = m_session->plan();
    const int questions = int(plan.order.trials.size());
    QString words =
        (m_notice.isEmpty() ? QString() : m_notice + u'\n' + u'\n') + taskOf(plan.design) + u'\n' + u'\n' +
        (questions == 1 ? tr("1 question.") : tr("%Ln questions.", nullptr, questions)) + u' ' +
        tr("What lies where was drawn by lot and sealed; this is the seal, which is opened after the last question:") +
        u'\n' + QString::fromStdString(plan.header.commitment) + u'\n' + u'\n' +
        tr("Use headphones if you can, and set the volume now so that speech is comfortable: later it stays "
           "as it is.") +
        u' ' +
        (plan.design.asDelivered ? tr("The sounds of a sentence are as loud as they were made.")
                                 : tr("All sounds of a sentence are equally loud."));
    return words;
}

void BlindPage::turnTo(Screen screen) {
    m_screen = screen;
    const bool card = screen == Screen::Sealed || screen == Screen::Paused;
    m_screens->setCurrentWidget(card ? m_card : m_body);
    m_question->setVisible(screen == Screen::Question);
    m_end->setVisible(screen == Screen::End);
    if (screen == Screen::Sealed) {
        m_heading->setText(tr("Blind listening"));
        m_words->setText(sealedWords());
        m_button->setText(tr("Begin"));
    } else if (screen == Screen::Paused) {
        m_heading->setText(tr("Paused"));
        m_words->setText(tr("Nothing sounds, and every answer so far is kept, also if the program ends now."));
        m_button->setText(tr("Go on"));
    }
    m_leave->setVisible(screen == Screen::Paused || screen == Screen::Sealed);
    m_leave->setText(screen == Screen::Sealed ? tr("Not now") : tr("Leave, go on later"));
    m_keys->setText(card ? tr("Enter: %1 · Esc: leave", "name of a button").arg(m_button->text())
                    : screen == Screen::Question ? m_question->keyWords()
                                                 : m_end->keyWords());
    setFocus();
}

void BlindPage::follow() {
    if (!m_session)
        return;
    const SessionState &state = m_session->session().state();
    const bool over = state.stage == SessionState::Stage::Finished || state.stage == SessionState::Stage::Revealed;
    if (!over && (state.stage == SessionState::Stage::NotBegun || !m_started))
        turnTo(Screen::Sealed);
    else if (state.paused)
        turnTo(Screen::Paused);
    else
        turnTo(state.stage == SessionState::Stage::Asking ? Screen::Question : Screen::End);
}

void BlindPage::goOn() {
    m_started = true;
    m_problem->clear();
    m_session->goOn();
}

void BlindPage::leave() {
    if (!m_session)
        return;
    const SessionState &state = m_session->session().state();
    if ((state.stage == SessionState::Stage::Asking || state.stage == SessionState::Stage::AllAnswered) &&
        !state.paused)
        m_session->pause();
    delete m_question;
    delete m_end;
    m_question = nullptr;
    m_end = nullptr;
    m_session.reset();
    Q_EMIT openChanged(false);
}

bool BlindPage::press(QKeyEvent &key) {
    const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    if (!m_session)
        return false;
    if (m_screen == Screen::Question || m_screen == Screen::End) {
        if (key.key() == Qt::Key_Escape) {
            if (m_session->session().isRevealed())
                leave();
            else
                m_session->pause();
            return true;
        }
        return m_screen == Screen::Question ? m_question->press(key) : m_end->press(key);
    }
    if (enter && m_leave->hasFocus())
        leave();
    else if (enter)
        goOn();
    else if (key.key() == Qt::Key_Escape)
        leave();
    else
        return false;
    return true;
}

// Keys are the session's whatever has the focus in it, but for a line that is being typed into.
bool BlindPage::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return false;
    auto &key = static_cast<QKeyEvent &>(*event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // no action of the window may take it
        return false;
    }
    if (qobject_cast<QLineEdit *>(watched)) {
        if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter || key.key() == Qt::Key_Escape) {
            setFocus();
            return true;
        }
        return false;
    }
    return press(key);
}

bool BlindPage::event(QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void BlindPage::keyPressEvent(QKeyEvent *event) {
    if (!press(*event))
        QWidget::keyPressEvent(event);
}

} // namespace ui::listening

#include "moc_blind_page.cpp"
