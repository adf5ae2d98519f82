#include "ui/voices/voice_form.h"

#include <QComboBox>
#include <QDate>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSignalBlocker>

#include <algorithm>

#include "engine/request.h"
#include "ui/shared/controls.h"
#include "ui/shared/labels.h"
#include "ui/shared/language_names.h"
#include "ui/theme.h"
#include "ui/voices/check_words.h"

namespace ui::voices {

using app::voices::VoiceDetails;

namespace {

constexpr const char *kLanguages[] = {"und", "en", "zh", "yue", "ja", "ko", "de", "es", "fr", "it",
                                      "nl",  "pl", "pt", "ru",  "tr", "ar", "id", "vi", "th"};
constexpr int kTextHeight = 76; // px: three lines

bool hasScript(const QString &text, QChar::Script script) {
    return std::any_of(text.begin(), text.end(), [script](QChar each) { return each.script() == script; });
}

// Of the scripts that leave no doubt, and English for plain letters.
QString languageOf(const QString &text) {
    if (hasScript(text, QChar::Script_Hiragana) || hasScript(text, QChar::Script_Katakana)) {
        return QStringLiteral("ja");
    }
    if (hasScript(text, QChar::Script_Hangul)) {
        return QStringLiteral("ko");
    }
    if (hasScript(text, QChar::Script_Han)) {
        return QStringLiteral("zh");
    }
    const bool plain = std::all_of(text.begin(), text.end(), [](QChar each) { return each.unicode() < 0x80; });
    const bool letters = std::any_of(text.begin(), text.end(), [](QChar each) { return each.isLetter(); });
    return plain && letters ? QStringLiteral("en") : QStringLiteral("und");
}

// Between commas; a comma within quotes that stand around a whole tag is part of it. Other quotes are letters.
QStringList tagsIn(const QString &text) {
    static const QRegularExpression one(QStringLiteral(R"(\s*(?:["“”]([^"“”]*)["“”]\s*(?=,|$)|([^,]*))(?:,|$))"));
    QStringList tags;
    for (auto found = one.globalMatch(text); found.hasNext();) {
        const QRegularExpressionMatch tag = found.next();
        tags << (tag.captured(1) + tag.captured(2)).trimmed();
    }
    tags.removeAll(QString());
    tags.removeDuplicates();
    return tags;
}

QString textOf(const QStringList &tags) {
    QStringList written;
    for (const QString &tag : tags) {
        written << (tag.contains(u',') ? u'"' + tag + u'"' : tag);
    }
    return written.join(QStringLiteral(", "));
}

} // namespace

VoiceForm::VoiceForm(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, 1);

    auto *caption = new QLabel(tr("What &is said in the window, word for word"), this);
    m_transcript = new QPlainTextEdit(this);
    m_transcript->setAccessibleName(tr("What is said in the window"));
    m_transcript->setTabChangesFocus(true);
    m_transcript->setFixedHeight(kTextHeight);
    caption->setBuddy(m_transcript);
    m_rateIcon = new shared::IconLabel({}, 16, this);
    m_rate = new QLabel(this);
    m_rate->setWordWrap(true);
    m_rate->setTextFormat(Qt::PlainText);
    m_rate->setAccessibleName(tr("Whether the words fit"));
    auto *rating = new QHBoxLayout;
    rating->setSpacing(6);
    rating->addWidget(m_rateIcon, 0, Qt::AlignTop);
    rating->addWidget(m_rate, 1);
    m_grid->addWidget(caption, 0, 0, 1, 2);
    m_grid->addWidget(m_transcript, 1, 0, 1, 2);
    m_grid->addLayout(rating, 2, 0, 1, 2);

    m_name = addField(3, 0, tr("&Name"), tr("A name to find it by"));
    auto *languageCaption = new QLabel(tr("Lang&uage"), this);
    m_language = new QComboBox(this);
    m_language->setAccessibleName(tr("Language"));
    shared::letWheelPass(m_language);
    languageCaption->setBuddy(m_language);
    m_grid->addWidget(languageCaption, 3, 1);
    m_grid->addWidget(m_language, 4, 1);
    m_styleCaption = new QLabel(tr("Style"), this);
    m_style = new QComboBox(this);
    m_style->setAccessibleName(tr("Style"));
    shared::letWheelPass(m_style);
    m_newStyle = new QLineEdit(this);
    m_newStyle->setAccessibleName(tr("Name of the style"));
    m_newStyle->setPlaceholderText(tr("calm, angry, whispering …"));
    m_newStyle->setMaxLength(60);
    m_grid->addWidget(m_styleCaption, 9, 1);
    m_grid->addWidget(m_style, 10, 1);
    m_grid->addWidget(m_newStyle, 10, 1);
    m_tags = addField(5, 0, tr("&Tags"), tr("deep, narrator"));
    m_tags->setToolTip(tr("Between commas; a tag that has one stands in quotes: \"deep, dark\""));
    m_note = addField(5, 1, tr("N&ote"), tr("What is good about it, what is not"));
    m_allowedBy = addField(7, 0, tr("Allowe&d by"), tr("Whose voice it is, who said yes"));
    m_allowedHow = addField(7, 1, tr("Ho&w"), tr("In writing, in person"));
    m_licence = addField(9, 0, tr("Licence"), tr("What others may do with it: CC0, nothing …"));
    m_ofThisRecording = new QLabel(
        tr("This is another recording: who allowed the voice's own one has not allowed this one yet."), this);
    m_ofThisRecording->setWordWrap(true);
    setRole(m_ofThisRecording, "quiet");
    m_grid->addWidget(m_ofThisRecording, 11, 0, 1, 2);
    m_ofTheVoice << m_name << m_language << m_tags << m_note << languageCaption;
    for (QLabel *label : findChildren<QLabel *>()) {
        if (m_ofTheVoice.contains(label->buddy())) {
            m_ofTheVoice << label;
        }
    }

    connect(m_transcript, &QPlainTextEdit::textChanged, this, [this] {
        guessLanguage();
        showRate();
    });
    connect(m_language, &QComboBox::activated, this, [this] {
        m_languageChosen = true;
        showRate();
        Q_EMIT languageChanged();
    });
    connect(m_style, &QComboBox::activated, this,
            [this](int index) { Q_EMIT styleWanted(m_style->itemData(index).toString()); });
    open({});
}

QLineEdit *VoiceForm::addField(int row, int column, const QString &caption, const QString &hint) {
    auto *label = new QLabel(caption, this);
    auto *field = new QLineEdit(this);
    field->setAccessibleName(QString(caption).remove(u'&'));
    field->setPlaceholderText(hint);
    label->setBuddy(field);
    m_grid->addWidget(label, row, column);
    m_grid->addWidget(field, row + 1, column);
    return field;
}

void VoiceForm::open(const VoiceText &text) {
    m_opened = text;
    m_languageChosen = text.purpose != Purpose::NewVoice;
    fill(text);
    m_newStyle->clear();
    m_shown = typed();
    m_style->clear();
    for (const QString &style : text.styles) {
        m_style->addItem(style == QLatin1String(engine::kDefaultStyle) ? tr("The voice's own") : style, style);
    }
    m_style->setCurrentIndex(m_style->findData(text.style));
    m_style->setVisible(text.purpose == Purpose::Edit && text.styles.size() > 1);
    m_newStyle->setVisible(text.purpose == Purpose::NewStyle);
    m_styleCaption->setVisible(!m_style->isHidden() || !m_newStyle->isHidden());
    m_styleCaption->setBuddy(m_newStyle->isHidden() ? static_cast<QWidget *>(m_style) : m_newStyle);
    for (QWidget *each : m_ofTheVoice) {
        each->setVisible(text.purpose != Purpose::NewStyle);
    }
    m_ofThisRecording->setVisible(text.ownRights);
    m_speech.reset();
    showRate();
}

void VoiceForm::type(const VoiceText &text) {
    m_languageChosen = true;
    fill(text);
    if (text.purpose == Purpose::NewStyle) {
        m_newStyle->setText(text.style);
    }
}

void VoiceForm::fill(const VoiceText &text) {
    m_transcript->setPlainText(text.transcript);
    const QString tag = text.details.language.isEmpty() ? QStringLiteral("und") : text.details.language;
    m_language->clear();
    for (const char *each : kLanguages) {
        m_language->addItem(QLatin1String(each) == QLatin1String("und") ? tr("Not known") : shared::languageName(each),
                            QLatin1String(each));
    }
    if (m_language->findData(tag) < 0) {
        m_language->addItem(shared::languageName(tag.toStdString()), tag);
    }
    m_language->setCurrentIndex(m_language->findData(tag));
    m_name->setText(text.details.name);
    m_tags->setText(textOf(text.details.tags));
    m_note->setText(text.details.note);
    m_allowedBy->setText(QString::fromStdString(text.details.consent.by));
    m_allowedHow->setText(QString::fromStdString(text.details.consent.how));
    m_licence->setText(text.details.licence);
    for (QLineEdit *field : {m_name, m_tags, m_note, m_allowedBy, m_allowedHow, m_licence}) {
        field->setCursorPosition(0); // of what is too long the beginning is seen
    }
}

VoiceText VoiceForm::typed() const {
    VoiceText text;
    text.transcript = m_transcript->toPlainText().simplified();
    text.details.name = m_name->text().trimmed();
    text.details.tags = QStringList{m_tags->text()};
    text.details.note = m_note->text().trimmed();
    text.details.consent.by = m_allowedBy->text().trimmed().toStdString();
    text.details.consent.how = m_allowedHow->text().trimmed().toStdString();
    text.details.licence = m_licence->text().trimmed();
    return text;
}

// A field that nobody changed stands for what it was filled with, which it may not be able to hold: lines, tags with
// quotes.
VoiceText VoiceForm::text() const {
    VoiceText text = m_opened;
    const VoiceText now = typed();
    text.transcript = now.transcript;
    VoiceDetails &details = text.details;
    details.language = m_language->currentData().toString();
    if (now.details.name != m_shown.details.name) {
        details.name = now.details.name;
    }
    if (now.details.tags != m_shown.details.tags) {
        details.tags = tagsIn(m_tags->text());
    }
    if (now.details.note != m_shown.details.note) {
        details.note = now.details.note;
    }
    if (now.details.consent.by != m_shown.details.consent.by) {
        details.consent.by = now.details.consent.by;
        details.consent.date =
            details.consent.by.empty() ? "" : QDate::currentDate().toString(Qt::ISODate).toStdString();
    }
    if (now.details.consent.how != m_shown.details.consent.how) {
        details.consent.how = now.details.consent.how;
    }
    if (now.details.licence != m_shown.details.licence) {
        details.licence = now.details.licence;
    }
    if (text.purpose == Purpose::NewStyle) {
        text.style = m_newStyle->text().trimmed();
    }
    return text;
}

bool VoiceForm::isChanged() const {
    return text().transcript != m_opened.transcript || areDetailsChanged() || areRightsChanged() ||
           (m_opened.purpose == Purpose::NewStyle && !m_newStyle->text().trimmed().isEmpty());
}

bool VoiceForm::areDetailsChanged() const {
    const VoiceDetails now = text().details;
    const VoiceDetails &then = m_opened.details;
    const bool sameLanguage = now.language == then.language || (now.language == u"und" && then.language.isEmpty());
    return now.name != then.name || !(sameLanguage || !m_languageChosen) || now.tags != then.tags ||
           now.note != then.note || (!m_opened.ownRights && areRightsChanged());
}

bool VoiceForm::areRightsChanged() const {
    const VoiceDetails now = text().details;
    const VoiceDetails &then = m_opened.details;
    return now.consent.by != then.consent.by || now.consent.how != then.consent.how || now.licence != then.licence;
}

std::string VoiceForm::transcript() const {
    return m_transcript->toPlainText().simplified().toStdString();
}

std::string VoiceForm::language() const {
    const QString tag = m_language->currentData().toString();
    return tag == u"und" ? std::string() : tag.toStdString();
}

void VoiceForm::setSpeech(std::optional<double> seconds) {
    m_speech = seconds;
    showRate();
}

void VoiceForm::guessLanguage() {
    if (!m_languageChosen) {
        m_language->setCurrentIndex(m_language->findData(languageOf(m_transcript->toPlainText())));
    }
}

void VoiceForm::showRate() {
    if (engine::isBlankText(transcript())) {
        m_rateIcon->setIcon(shared::icon(u"info", shared::Tone::Quiet));
        m_rate->setText(tr("Listen, and write exactly what is said; a word more or less is heard in every sentence."));
        return;
    }
    if (!m_speech) {
        m_rateIcon->setIcon(shared::icon(u"info", shared::Tone::Quiet));
        m_rate->setText(tr("The window is looked at …"));
        return;
    }
    const auto finding = engine::quality::judgeRate(engine::quality::speakingRate(transcript(), language(), *m_speech));
    const shared::Tone tone = toneOf(finding.verdict);
    m_rateIcon->setIcon(shared::icon(iconOf(tone), tone));
    m_rate->setText(sentenceOf(finding));
}

QString VoiceForm::missing() {
    if (engine::isBlankText(transcript())) {
        m_transcript->setFocus();
        return tr("Write what is said in the window first.");
    }
    if (m_opened.purpose == Purpose::NewStyle) {
        const std::string style = m_newStyle->text().trimmed().toStdString();
        if (!engine::isStyleName(style)) {
            m_newStyle->setFocus();
            return style.empty() ? tr("Give the style a name first.")
                                 : tr("A style cannot be called so; leave out : / \\ [ ] and quotes.");
        }
        if (m_opened.styles.contains(QString::fromStdString(style))) {
            m_newStyle->setFocus();
            return tr("The voice has a style of that name already.");
        }
    } else if (m_name->text().trimmed().isEmpty()) {
        m_name->setFocus();
        return tr("Give the voice a name first.");
    }
    return {};
}

void VoiceForm::focusTranscript() {
    m_transcript->setFocus();
}

} // namespace ui::voices

#include "moc_voice_form.cpp"
