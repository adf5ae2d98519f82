#include "ui/lexicon/word_trial.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "app/cloning/spoken_lines.h"
#include "ui/theme.h"

namespace ui::lexicon {

namespace {

constexpr int kLongestTrial = 2'000; // characters
constexpr int kMostWarnings = 2;     // that are shown

QString plain(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace

WordTrial::WordTrial(const app::cloning::SpokenLines &spoken, QWidget *parent) : QWidget(parent), m_spoken(spoken) {
    auto *title = new QLabel(tr("&Try it"), this);
    m_text = new QLineEdit(this);
    m_text->setMaxLength(kLongestTrial);
    m_text->setClearButtonEnabled(true);
    m_text->setPlaceholderText(tr("Type a sentence to see what is said for it"));
    m_text->setAccessibleName(tr("A sentence to try"));
    title->setBuddy(m_text);
    m_said = new QLabel(this);
    m_said->setWordWrap(true);
    m_said->setTextFormat(Qt::RichText);
    m_said->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_said->setAccessibleName(tr("What is said"));
    m_said->setMinimumHeight(fontMetrics().lineSpacing());
    m_wrong = new QLabel(this);
    m_wrong->setWordWrap(true);
    m_wrong->setTextFormat(Qt::PlainText);
    setRole(m_wrong, "attention");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    layout->addWidget(title);
    layout->addWidget(m_text);
    layout->addWidget(m_said);
    layout->addWidget(m_wrong);
    connect(m_text, &QLineEdit::textChanged, this, &WordTrial::say);
    connect(&m_spoken, &app::cloning::SpokenLines::changed, this, &WordTrial::say);
    say();
}

void WordTrial::setVoice(const QString &voice) {
    m_voice = voice;
    say();
}

void WordTrial::say() {
    const engine::text::PreparedLine line = m_spoken.tried(m_text->text(), m_voice);
    const std::string_view shown = line.shown.text;
    QString rich;
    for (const engine::text::Stretch &stretch : line.shown.stretches) {
        const QString part = plain(shown.substr(stretch.from, stretch.to - stretch.from)).toHtmlEscaped();
        rich += stretch.same ? part : QStringLiteral("<b>%1</b>").arg(part);
    }
    const bool written = !m_text->text().isEmpty();
    const QString remark = written && line.parts.empty() ? tr("Nothing is said.")
                           : written && !line.changed    ? tr("Said as it is written.")
                                                         : QString();
    m_said->setText(remark.isEmpty() ? rich : remark.toHtmlEscaped());
    m_said->setAccessibleDescription(remark.isEmpty() ? plain(shown) : remark); // for who does not see it
    setRole(m_said, remark.isEmpty() ? "" : "quiet");
    QStringList wrong;
    for (const engine::text::TagWarning &warning : line.warnings)
        wrong << plain(warning.what) + u' ' + plain(warning.remedy);
    m_wrong->setText(wrong.mid(0, kMostWarnings).join(u'\n'));
    m_wrong->setVisible(!wrong.isEmpty());
}

} // namespace ui::lexicon

#include "moc_word_trial.cpp"
