// The lexicon for all voices, and each voice's own: words are found, added, changed in place, switched off and removed;
// what cannot be used says why; a sentence shows what is said. It stands beside the main window and blocks nothing.
// Files that are dropped here are imported.
#pragma once

#include <QDialog>

#include "app/lexicons/lexicon_library.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace app::voices {
class VoiceLibrary;
}

namespace ui::lexicon {

class EntryForm;
class EntryTable;
class LexiconModel;
class WordTrial;

class LexiconWindow : public QDialog {
    Q_OBJECT

public:
    // `voice` stands first in the choice of voices; it may have a style.
    LexiconWindow(app::lexicons::LexiconLibrary &library, app::voices::VoiceLibrary &voices, const QString &voice,
                  QWidget *parent);

    QString voice() const; // whose lexicon is shown; empty: for all voices
    void chooseImport();
    void chooseExport();

Q_SIGNALS:
    void removed(const QString &voice, int count, const std::vector<app::lexicons::LexiconChange> &undo);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void layOut();
    void listVoices();
    void showVoice();
    void add(const engine::text::LexiconEntry &entry);
    void remove();
    void followTable();
    void followLexicons();

    app::lexicons::LexiconLibrary &m_library;
    app::voices::VoiceLibrary &m_voices;
    const QString m_firstVoice;
    LexiconModel *m_model;
    QComboBox *m_whose;
    QLineEdit *m_search;
    EntryTable *m_table;
    QLabel *m_fault; // of the current entry
    QLabel *m_empty;
    QLabel *m_count;
    EntryForm *m_form;
    QPushButton *m_remove;
    QPushButton *m_import;
    QPushButton *m_export;
    QPushButton *m_close;
    WordTrial *m_trial;
};

} // namespace ui::lexicon
