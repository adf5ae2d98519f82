// What a person says of a voice: the exact words, its name, language, tags, a note, who allowed it and under which
// licence, and which style it is. A style of another recording is asked anew who allowed that one. The words are
// weighed against the length of speech while they are typed.
#pragma once

#include <QWidget>

#include <optional>

#include "app/voices/voice_change.h"
#include "engine/quality/reference_check.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace ui::shared {
class IconLabel;
}

namespace ui::voices {

enum class Purpose { NewVoice, NewStyle, Edit };

struct VoiceText {
    Purpose purpose = Purpose::NewVoice;
    app::voices::VoiceDetails details;
    QString transcript;
    QStringList styles; // that the voice has, "default" first; empty for a new voice
    QString style;      // of these the one that is edited
    // Licence and consent in `details` are of the recording of this style alone: a new one, or one that has its own.
    bool ownRights = false;
};

class VoiceForm : public QWidget {
    Q_OBJECT

public:
    explicit VoiceForm(QWidget *parent = nullptr);

    void open(const VoiceText &text);
    void type(const VoiceText &text); // as a person would
    VoiceText text() const;           // as it was typed
    std::string transcript() const;
    std::string language() const;                  // BCP 47; "" = not known
    void setSpeech(std::optional<double> seconds); // of the window; none: not known yet
    bool isChanged() const;                        // since open()
    bool areDetailsChanged() const;                // all of it but the words, and but for what is of the style alone
    bool areRightsChanged() const;                 // licence and consent
    QString missing();                             // a sentence, and the field has the keyboard; empty: nothing is
    void focusTranscript();

Q_SIGNALS:
    void languageChanged();
    void styleWanted(const QString &style); // another one of the voice's

private:
    void fill(const VoiceText &text);
    VoiceText typed() const; // what the fields hold, word for word
    QLineEdit *addField(int row, int column, const QString &caption, const QString &hint);
    void guessLanguage();
    void showRate();

    VoiceText m_opened;
    VoiceText m_shown; // the same as the fields would give it, before anything is typed
    std::optional<double> m_speech;
    bool m_languageChosen = false;

    QGridLayout *m_grid;
    QPlainTextEdit *m_transcript;
    shared::IconLabel *m_rateIcon;
    QLabel *m_rate;
    QLineEdit *m_name;
    QComboBox *m_language;
    QLabel *m_styleCaption;
    QComboBox *m_style;
    QLineEdit *m_newStyle;
    QLineEdit *m_tags;
    QLineEdit *m_note;
    QLineEdit *m_allowedBy;
    QLineEdit *m_allowedHow;
    QLineEdit *m_licence;
    QLabel *m_ofThisRecording;
    QList<QWidget *> m_ofTheVoice; // not of one style
};

} // namespace ui::voices
