#include "ui/studio/voice_choice.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/settings/settings.h"
#include "app/voices/voice_library.h"
#include "engine/licence.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/shared/language_names.h"
#include "ui/shared/plain_tip.h"
#include "ui/shared/stand_in.h"
#include "ui/theme.h"

namespace ui::studio {

VoiceChoice::VoiceChoice(app::Settings &settings, app::voices::VoiceLibrary &voices, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_voices(voices) {
    m_voice = new QComboBox(this);
    m_voice->setAccessibleName(tr("Voice"));
    m_voice->setMinimumWidth(280);
    m_voice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setFocusProxy(m_voice);
    auto *label = new QLabel(tr("Vo&ice"), this);
    label->setBuddy(m_voice);
    m_about = new shared::ElidedLabel(this);
    setRole(m_about, "quiet");
    m_count = new shared::ElidedLabel(this); // gives way where there is little room
    m_count->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    setRole(m_count, "quiet");
    m_count->setFont(withTabularDigits(font()));
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(label);
    row->addWidget(m_voice);
    row->addSpacing(4);
    row->addWidget(m_about, 1);
    row->addWidget(m_count);

    m_licence = new QLabel(this);
    m_licence->setWordWrap(true);
    m_licence->setTextFormat(Qt::PlainText);
    setRole(m_licence, "attention");
    m_licence->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    layout->addLayout(row);
    layout->addWidget(m_licence);

    connect(m_voice, &QComboBox::activated, this,
            [this](int index) { m_settings.setVoiceId(m_voice->itemData(index).toString()); });
    connect(&m_voices, &app::voices::VoiceLibrary::changed, this, &VoiceChoice::list);
    connect(&m_settings, &app::Settings::changed, this, [this](const QString &key) {
        if (key == u"voice") {
            follow();
        }
    });
    list();
}

void VoiceChoice::list() {
    const auto list = m_voices.voices();
    const QSignalBlocker quiet(m_voice);
    m_voice->clear();
    const auto add = [this](const engine::Voice &voice) {
        m_voice->addItem(shared::icon(u"voice", shared::Tone::Quiet), QString::fromStdString(voice.name),
                         QString::fromStdString(voice.id));
        m_voice->setItemData(m_voice->count() - 1, shared::plainTip(shared::languageName(voice.language)),
                             Qt::ToolTipRole);
    };
    for (const engine::Voice &voice : list->voices) {
        add(voice);
        for (const engine::Voice &style : list->styled) {
            if (style.id.starts_with(voice.id + ':')) {
                add(style);
            }
        }
    }
    if (m_voice->count() > 0 && !m_voices.find(m_settings.voiceId())) {
        m_settings.setVoiceId(shared::standIn(m_voices, m_settings.voiceId()));
    }
    follow();
}

void VoiceChoice::follow() {
    const QString id = m_settings.voiceId();
    const QSignalBlocker quiet(m_voice);
    m_voice->setCurrentIndex(m_voice->findData(id));
    const engine::Voice *voice = m_voices.find(id);
    m_about->setText(voice ? shared::languageName(voice->language) : QString());
    m_about->setToolTip(voice ? shared::plainTip(tr("%1\n%2").arg(QString::fromStdString(voice->source),
                                                                  QString::fromStdString(voice->licence)))
                              : QString());
}

void VoiceChoice::showCount(const app::script::Script &script) {
    int characters = 0;
    for (const app::script::Line &line : script.lines) {
        characters += int(line.text.size());
    }
    const auto lines = script.lines.size();
    m_count->setText(lines > 1 ? tr("Lines: %L1 · characters: %L2").arg(lines).arg(characters)
                               : tr("Characters: %L1").arg(characters));
}

void VoiceChoice::showLicence(const engine::ModelSummary &model) {
    const QString name = QString::fromStdString(model.name);
    const engine::CommercialUse use = engine::commercialUse(model.licence);
    m_licence->setText(use == engine::CommercialUse::Forbidden
                           ? tr("Model %1, %2: not for commercial use").arg(name, QString::fromStdString(model.licence))
                           : tr("Model %1, licence unknown: ask its maker before commercial use").arg(name));
    m_licence->setVisible(use != engine::CommercialUse::NotRuledOut);
}

void VoiceChoice::hideLicence() {
    m_licence->hide();
}

} // namespace ui::studio

#include "moc_voice_choice.cpp"
