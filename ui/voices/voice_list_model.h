// The voices that fit a search, as cards. Follows the library, the choice in the settings and what is found out about
// the recordings.
#pragma once

#include <QAbstractListModel>

#include <functional>

#include "ui/voices/voice_card.h"

namespace app {
class Settings;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui::voices {

class VoiceListModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { CardRole = Qt::UserRole + 1 };
    using MarksOf = std::function<QList<Mark>(const QString &voiceId)>; // empty: not known yet

    VoiceListModel(app::Settings &settings, app::voices::VoiceLibrary &voices, MarksOf marks,
                   QObject *parent = nullptr);

    void search(const QString &words);
    void refreshMarks(const QString &voiceId);
    const VoiceCard &card(int row) const { return m_shown.at(row); }
    int rowOf(const QString &id) const; // -1: not shown
    qsizetype total() const { return m_all.size(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    void read();
    void followChoice();
    void show();
    bool fits(const VoiceCard &card) const;

    app::Settings &m_settings;
    app::voices::VoiceLibrary &m_voices;
    const MarksOf m_marks;
    QString m_words;
    QList<VoiceCard> m_all;
    QList<VoiceCard> m_shown;
};

} // namespace ui::voices
