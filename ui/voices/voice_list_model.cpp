#include "ui/voices/voice_list_model.h"

#include <algorithm>
#include <utility>

#include "app/settings/settings.h"
#include "app/voices/voice_library.h"
#include "ui/shared/language_names.h"
#include "ui/shared/plain_tip.h"

namespace ui::voices {

using app::voices::VoiceKind;
using app::voices::VoiceStanding;

namespace {

// "slt:calm" is a style of "slt".
QString withoutStyle(const QString &id) {
    return id.section(u':', 0, 0);
}

} // namespace

VoiceListModel::VoiceListModel(app::Settings &settings, app::voices::VoiceLibrary &voices, MarksOf marks,
                               QObject *parent)
    : QAbstractListModel(parent), m_settings(settings), m_voices(voices), m_marks(std::move(marks)) {
    connect(&m_voices, &app::voices::VoiceLibrary::changed, this, &VoiceListModel::read);
    connect(&m_settings, &app::Settings::changed, this, [this](const QString &key) {
        if (key == u"voice") {
            followChoice();
        }
    });
    read();
}

void VoiceListModel::read() {
    m_all.clear();
    const QString chosen = withoutStyle(m_settings.voiceId());
    for (const engine::Voice &voice : m_voices.voices()->voices) {
        VoiceCard card;
        card.id = QString::fromStdString(voice.id);
        card.name = QString::fromStdString(voice.name);
        card.language = shared::languageName(voice.language);
        for (const engine::VoiceStyle &style : voice.styles) {
            card.styles << QString::fromStdString(style.name);
        }
        for (const std::string &tag : voice.tags) {
            card.tags << QString::fromStdString(tag);
        }
        card.note = QString::fromStdString(voice.note);
        if (const VoiceStanding *standing = m_voices.standing(card.id)) {
            card.standing = standing->kind == VoiceKind::Shipped                          ? VoiceCard::Standing::Shipped
                            : standing->kind == VoiceKind::Override || standing->baseline ? VoiceCard::Standing::Changed
                                                                                          : VoiceCard::Standing::Own;
            card.hasBaseline = standing->baseline.has_value() && standing->kind != VoiceKind::Shipped;
            card.canBeRemoved = standing->kind == VoiceKind::Own;
        }
        card.transcript = QString::fromStdString(voice.transcript);
        card.chosen = card.id == chosen;
        card.marks = m_marks(card.id);
        m_all << card;
    }
    show();
}

void VoiceListModel::followChoice() {
    const QString chosen = withoutStyle(m_settings.voiceId());
    for (QList<VoiceCard> *cards : {&m_all, &m_shown}) {
        for (VoiceCard &card : *cards) {
            card.chosen = card.id == chosen;
        }
    }
    if (!m_shown.isEmpty()) {
        Q_EMIT dataChanged(index(0), index(int(m_shown.size()) - 1));
    }
}

void VoiceListModel::refreshMarks(const QString &voiceId) {
    const QList<Mark> marks = m_marks(voiceId);
    for (VoiceCard &card : m_all) {
        if (card.id == voiceId) {
            card.marks = marks;
        }
    }
    if (const int row = rowOf(voiceId); row >= 0) {
        m_shown[row].marks = marks;
        Q_EMIT dataChanged(index(row), index(row));
    }
}

void VoiceListModel::search(const QString &words) {
    m_words = words;
    show();
}

void VoiceListModel::show() {
    QList<VoiceCard> shown;
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(shown),
                 [this](const VoiceCard &card) { return fits(card); });
    beginResetModel();
    m_shown = shown;
    endResetModel();
}

bool VoiceListModel::fits(const VoiceCard &card) const {
    const QString where = QStringList{card.name, card.id,         card.language,        card.styles.join(u' '),
                                      card.note, card.transcript, card.tags.join(u' '), nameOf(card.standing)}
                              .join(u'\n');
    const QStringList words = m_words.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString &word) { return where.contains(word, Qt::CaseInsensitive); });
}

int VoiceListModel::rowOf(const QString &id) const {
    const auto found =
        std::find_if(m_shown.begin(), m_shown.end(), [&id](const VoiceCard &card) { return card.id == id; });
    return found == m_shown.end() ? -1 : int(found - m_shown.begin());
}

int VoiceListModel::rowCount(const QModelIndex &parent) const {
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant VoiceListModel::data(const QModelIndex &index, int role) const {
    if (!index.isValid() || index.row() >= m_shown.size()) {
        return {};
    }
    const VoiceCard &card = m_shown[index.row()];
    switch (role) {
    case Qt::DisplayRole: // what is typed goes to a name
        return card.name;
    case Qt::AccessibleTextRole:
        return describe(card);
    case Qt::ToolTipRole:
        return shared::plainTip(tipOf(card));
    case CardRole:
        return QVariant::fromValue(card);
    default:
        return {};
    }
}

} // namespace ui::voices

#include "moc_voice_list_model.cpp"
