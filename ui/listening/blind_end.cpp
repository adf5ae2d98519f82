#include "ui/listening/blind_end.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/listening/answer_panel.h"
#include "ui/listening/blind_session.h"
#include "ui/theme.h"

namespace ui::listening {

using app::listening::Mode;
using app::listening::SessionState;
using app::listening::Trial;
using app::listening::Vote;

namespace {

QString answerOf(Mode mode, const Vote &vote) {
    switch (mode) {
    case Mode::Mushra: {
        QStringList scores;
        for (const int score : vote.scores)
            scores << QString::number(score);
        return scores.join(u' ');
    }
    case Mode::OriginalForm: {
        QStringList forms;
        for (const auto &form : vote.forms)
            forms << BlindEnd::tr("%1 %2 %3 %4", "naturalness, clarity, prosody, artifacts")
                         .arg(form.naturalness)
                         .arg(form.clarity)
                         .arg(form.prosody)
                         .arg(form.artifacts ? BlindEnd::tr("Y") : BlindEnd::tr("N"));
        return forms.join(QStringLiteral(" · "));
    }
    case Mode::Abx:
        return vote.choice < 0 ? BlindEnd::tr("X is A") : BlindEnd::tr("X is B");
    case Mode::Cmos:
        return vote.choice == 0  ? BlindEnd::tr("the same")
               : vote.choice < 0 ? BlindEnd::tr("A, by %1").arg(-vote.choice)
                                 : BlindEnd::tr("B, by %1").arg(vote.choice);
    case Mode::AbPreference:
        break;
    }
    return vote.choice == 0 ? BlindEnd::tr("none") : vote.choice < 0 ? BlindEnd::tr("A") : BlindEnd::tr("B");
}

} // namespace

BlindEnd::BlindEnd(BlindSession &session, QWidget *parent) : QWidget(parent), m_session(session) {
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    m_heading = new QLabel(this);
    setRole(m_heading, "figure");
    m_heading->setWordWrap(true);
    m_words = new QLabel(this);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_form = new QWidget(this);
    auto *form = new QVBoxLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    const QStringList words{tr("&1  Was a quality difference noticeable?"),
                            tr("&2  Is the faster one acceptable for production?"),
                            tr("&3  Is the quality worth the speed-up?"), tr("&4  Final decision: accept")};
    for (std::size_t i = 0; i < m_checks.size(); ++i) {
        m_checks[i] = new QCheckBox(words[int(i)], m_form);
        form->addWidget(m_checks[i]);
    }
    m_recommendation = new QLineEdit(m_form);
    m_recommendation->setMaxLength(1000);
    m_recommendation->setPlaceholderText(tr("Recommendation"));
    m_recommendation->setAccessibleName(tr("Recommendation"));
    form->addWidget(m_recommendation);
    m_table = new QTableWidget(this);
    m_table->setAccessibleName(tr("What lay where"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    layout->addWidget(m_heading);
    layout->addWidget(m_words);
    layout->addWidget(m_form);
    layout->addWidget(m_table, 1);
    layout->addStretch(0);
    connect(&m_session, &BlindSession::changed, this, &BlindEnd::follow);
    follow();
}

void BlindEnd::follow() {
    const auto &session = m_session.session();
    const auto stage = session.state().stage;
    const bool asks = stage == SessionState::Stage::AllAnswered && m_session.plan().design.mode == Mode::OriginalForm &&
                      !session.state().assessment;
    m_form->setVisible(asks);
    m_table->setVisible(session.isRevealed());
    if (stage == SessionState::Stage::AllAnswered) {
        m_heading->setText(tr("Every question is answered."));
        m_words->setText(asks ? tr("A last judgement of all that you heard. Enter keeps it.")
                              : tr("Enter ends the session and opens the seal. Until then Z takes the last answer "
                                   "back."));
    } else if (stage == SessionState::Stage::Finished) {
        m_heading->setText(tr("The session is over."));
        m_words->setText(tr("The seal is being opened …"));
    } else if (session.isRevealed() && m_table->rowCount() == 0) {
        fill();
    }
}

void BlindEnd::fill() {
    const auto &plan = m_session.plan();
    const auto &header = plan.header;
    const bool kept = verify(app::listening::sealedWords(plan), header.salt, header.commitment);
    m_heading->setText(kept ? tr("The order that was sealed is the order that you heard.")
                            : tr("The order is not the one that was sealed: this session must not count."));
    m_words->setText(tr("Shown first: %1\nOpened with the salt: %2")
                         .arg(QString::fromStdString(header.commitment), QString::fromStdString(header.salt)));
    const auto &trials = plan.order.trials;
    const int places = trials.empty() ? 0 : int(trials.front().shown.size());
    QStringList heads{tr("Question"), tr("Sentence")};
    for (int place = 0; place < places; ++place)
        heads << letterOf(place);
    heads << tr("Your answer") << tr("Kind");
    m_table->setColumnCount(int(heads.size()));
    m_table->setHorizontalHeaderLabels(heads);
    m_table->setRowCount(int(trials.size()));
    for (int i = 0; i < int(trials.size()); ++i) {
        const Trial &trial = trials[std::size_t(i)];
        QStringList cells{QString::number(i + 1),
                          QString::fromStdString(plan.design.rows[std::size_t(trial.row)].text)};
        for (int place = 0; place < places; ++place)
            cells << QString::fromStdString(keyOf(plan.design, trial.shown[std::size_t(place)]));
        const auto &vote = m_session.session().state().trials[std::size_t(i)].vote;
        cells << (vote ? answerOf(plan.design.mode, *vote) : tr("—", "no answer"));
        cells << (trial.kind == Trial::Kind::Main     ? QString()
                  : trial.kind == Trial::Kind::Repeat ? tr("asked again")
                  : trial.kind == Trial::Kind::Null ? trial.shown.size() > 2 ? tr("all the same") : tr("the same twice")
                                                    : tr("anybody hears it"));
        for (int column = 0; column < cells.size(); ++column)
            m_table->setItem(i, column, new QTableWidgetItem(cells[column]));
    }
    m_table->resizeColumnsToContents();
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
}

void BlindEnd::goOn() {
    const auto &session = m_session.session();
    if (session.isRevealed()) {
        Q_EMIT left();
        return;
    }
    if (session.state().stage != SessionState::Stage::AllAnswered)
        return;
    if (!m_form->isHidden()) {
        m_session.assess({m_checks[0]->isChecked(), m_checks[1]->isChecked(), m_checks[2]->isChecked(),
                          m_checks[3]->isChecked(), m_recommendation->text().trimmed().toStdString()});
        return;
    }
    m_session.finish();
    m_session.reveal();
}

bool BlindEnd::press(QKeyEvent &key) {
    if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) {
        goOn();
        return true;
    }
    if (key.key() == Qt::Key_Z) {
        m_session.undo();
        return true;
    }
    if (!m_form->isHidden() && key.key() >= Qt::Key_1 && key.key() <= Qt::Key_4) {
        m_checks[std::size_t(key.key() - Qt::Key_1)]->toggle();
        return true;
    }
    if (!m_form->isHidden() && key.key() == Qt::Key_T) {
        m_recommendation->setFocus(Qt::ShortcutFocusReason);
        return true;
    }
    return false;
}

QString BlindEnd::keyWords() const {
    return m_session.session().isRevealed() ? tr("Enter shows the results")
           : m_form->isHidden()             ? tr("Enter ends the session · Z takes the last answer back")
                                : tr("1–4 yes or no · T recommendation · Enter keep · Z takes the last "
                                     "answer back");
}

} // namespace ui::listening

#include "moc_blind_end.cpp"
