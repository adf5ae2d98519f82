// The lexicon for all voices, and each voice's own: words are found, added, changed in place, switched off, removed and
// put in order, with undo; what cannot be used says why; a sentence shows what is said. It stands beside the main
// window and blocks nothing. Files that are dropped here are imported.
#pragma once

#include <QDialog>

#include "app/lexicons/lexicon_library.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace app::cloning {
class SpokenLines;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui::lexicon {

class EntryButtons;
class EntryForm;
class EntryTable;
class LexiconModel;
class WordTrial;

class LexiconWindow : public QDialog {
    Q_OBJECT

public:
    // `voice` stands first in the choice of voices; it may have a style.
    LexiconWindow(app::lexicons::LexiconLibrary &library, app::voices::VoiceLibrary &voices,
                  const app::cloning::SpokenLines &spoken, const QString &voice, QWidget *parent);

    QString voice() const; // whose lexicon is shown; empty: for all voices
    void chooseImport();
    void chooseExport();

Q_SIGNALS:
    void removed(const QString &voice, int count, const std::vector<app::lexicons::LexiconChange> &undo);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void layOut();
    QLayout *layOutTop();
    void connectAll();
    void listVoices();
    void showVoice();
    void add(const engine::text::LexiconEntry &entry);
    void remove();
    void move(int by);
    void step(bool back);
    void followTable();
    void followLexicons();

    app::lexicons::LexiconLibrary &m_library;
    app::voices::VoiceLibrary &m_voices;
    const app::cloning::SpokenLines &m_spoken;
    const QString m_firstVoice;
    LexiconModel *m_model;
    QComboBox *m_whose;
    QLineEdit *m_search;
    EntryTable *m_table;
    QLabel *m_fault; // of the current entry
    QLabel *m_empty;
    EntryForm *m_form;
    EntryButtons *m_buttons;
    WordTrial *m_trial;
};

} // namespace ui::lexicon
