// A sentence to try the lexicon with, and what is said for it: all that the Studio does with a line is done with it.
// What is said otherwise than it stands there stands out, and what is wrong with a tag is told.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;

namespace app::cloning {
class SpokenLines;
}

namespace ui::lexicon {

class WordTrial : public QWidget {
    Q_OBJECT

public:
    WordTrial(const app::cloning::SpokenLines &spoken, QWidget *parent);

    // Who says it; empty: whoever speaks in the Studio, without the words of its own.
    void setVoice(const QString &voice);

private:
    void say();

    const app::cloning::SpokenLines &m_spoken;
    QString m_voice;
    QLineEdit *m_text;
    QLabel *m_said;
    QLabel *m_wrong; // with its tags
};

} // namespace ui::lexicon
