// One model: what it is, under which licence, how large, and what can be done with it now.
#pragma once

#include <QFrame>

#include <cstdint>

#include "app/models/model_list.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace ui::shared {
class IconLabel;
}

namespace ui::models {

class LicencePanel;

struct CardState {
    bool inUse = false;        // the Studio speaks with it, or will when it is loaded
    bool loading = false;      // just now
    std::int64_t inMemory = 0; // bytes; 0 = not loaded
};

class ModelCard : public QFrame {
    Q_OBJECT

public:
    explicit ModelCard(QWidget *parent = nullptr);

    void present(const app::models::ModelItem &item, const CardState &state);
    void setProgress(const app::models::FetchProgress &progress);
    void showLicence(const QString &words, bool asks); // in place
    void hideLicence();
    bool showsLicence() const;
    void focusFirst();
    const app::models::ModelItem &item() const { return m_item; }

Q_SIGNALS:
    void useWanted();
    void unloadWanted();
    void downloadWanted(); // also to go on, and of its vocoder
    void vocoderWanted();  // one that is here: to be chosen
    void readingWanted();  // in the other way
    void pauseWanted();
    void cancelWanted();
    void removeWanted();
    void licenceWanted();
    void licenceAccepted();
    void licenceWithdrawn();

private:
    QPushButton *makeButton(QStringView icon, const QString &text, void (ModelCard::*signal)());
    void showButtons(const CardState &state);
    void nameButtons();

    app::models::ModelItem m_item;
    QLabel *m_name;
    QLabel *m_standing; // "In use"
    shared::IconLabel *m_standingIcon;
    QToolButton *m_licence;
    QLabel *m_about;
    QLabel *m_facts;
    QProgressBar *m_bar;
    QLabel *m_progress;
    shared::IconLabel *m_problemIcon;
    QLabel *m_problem;
    QPushButton *m_use;
    QPushButton *m_unload;
    QPushButton *m_download;
    QPushButton *m_pause;
    QPushButton *m_cancel;
    QPushButton *m_remove;
    QPushButton *m_chooseVocoder;
    QPushButton *m_readAs;
    LicencePanel *m_panel;
};

} // namespace ui::models
