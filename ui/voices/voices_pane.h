// All voices: search, hear, choose one for the Studio, add, change, remove. What is done with them beyond choosing is
// the desk's (voice_desk.h).
#pragma once

#include <QWidget>

#include <optional>

#include "ui/voices/voice_acts.h"
#include "ui/voices/voice_list_model.h"

class QLabel;
class QLineEdit;
class QStackedWidget;

namespace ui::voices {

class VoiceList;

class VoicesPane : public QWidget {
    Q_OBJECT

public:
    VoicesPane(app::Settings &settings, app::voices::VoiceLibrary &voices, VoiceListModel::MarksOf marks,
               QWidget *parent = nullptr);

    void focusSearch();
    void focusVoices();
    void select(const QString &voiceId); // makes it the current card, as soon as it is there
    std::optional<VoiceCard> current() const;
    const VoiceActs &acts() const { return *m_acts; }
    VoiceListModel &model() { return *m_model; }
    void setPlaying(const QString &voiceId); // empty: none

Q_SIGNALS:
    void playWanted(const QString &voiceId);
    void editWanted(const QString &voiceId);
    void addStyleWanted(const QString &voiceId);
    void restoreWanted(const QString &voiceId);
    void removeWanted(const QString &voiceId);
    void addWanted();
    void recordWanted();
    void importWanted();
    void exportWanted(const QString &voiceId);
    void listDropped(const QString &file); // among them: a pack, or voices of another program
    void filesDropped(const QStringList &files);
    void left(); // the keyboard goes back to the text
    void menuWanted(const QPoint &where);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeEmptyPage();
    QWidget *makeProblems();
    void connectActs();
    void use();
    void follow();
    void followProblems();
    void showDropping(bool dropping);

    app::Settings &m_settings;
    app::voices::VoiceLibrary &m_voices;
    VoiceListModel *m_model;
    VoiceActs *m_acts;
    QLineEdit *m_words;
    QStackedWidget *m_pages;
    VoiceList *m_list;
    QLabel *m_nothing;
    QWidget *m_problems;
    QLabel *m_problemText;
    QString m_current; // kept over a refresh
    int m_row = 0;     // its
    QString m_wanted;  // comes soon
    bool m_dropping = false;
};

} // namespace ui::voices
