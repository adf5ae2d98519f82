#include "ui/lexicon/word_trial.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <utility>

#include "ui/theme.h"

namespace ui::lexicon {

namespace {

constexpr int kLongestTrial = 2'000; // characters

QString plain(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

} // namespace

WordTrial::WordTrial(QWidget *parent) : QWidget(parent) {
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
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    layout->addWidget(title);
    layout->addWidget(m_text);
    layout->addWidget(m_said);
    connect(m_text, &QLineEdit::textChanged, this, &WordTrial::say);
    say();
}

void WordTrial::setLexicons(std::vector<std::shared_ptr<const engine::text::Lexicon>> lexicons) {
    m_lexicons = std::move(lexicons);
    say();
}

void WordTrial::say() {
    const std::string text = m_text->text().toStdString();
    const auto found = engine::text::applied({text, {}, {}}, m_lexicons);
    QString rich;
    QString words; // for who does not see it
    std::size_t at = 0;
    const auto add = [&](const QString &part, bool stands) {
        rich += stands ? QStringLiteral("<b>%1</b>").arg(part.toHtmlEscaped()) : part.toHtmlEscaped();
        words += part;
    };
    for (const engine::text::Replacement &each : found) {
        add(plain(std::string_view(text).substr(at, each.from - at)), false);
        QString said = plain(each.by);
        QStringList readings;
        for (const engine::text::Reading &reading : each.readings)
            readings << plain(reading.syllable);
        if (!readings.isEmpty())
            said = tr("%1 (%2)").arg(said, readings.join(u' '));
        add(said, true);
        at = each.to;
    }
    add(plain(std::string_view(text).substr(at)), false);
    const bool unchanged = found.empty() && !text.empty();
    m_said->setText(unchanged ? tr("Said as it is written.").toHtmlEscaped() : rich);
    m_said->setAccessibleDescription(unchanged ? tr("Said as it is written.") : words);
    setRole(m_said, unchanged ? "quiet" : "");
}

} // namespace ui::lexicon

#include "moc_word_trial.cpp"
