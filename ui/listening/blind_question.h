// The question of a blind session on the screen: the sentence, one outline, a button for each sound with how much of it
// was heard, and the answer. Every key is for it, whatever has the focus in it.
#pragma once

#include <QWidget>

#include <vector>

class QBoxLayout;
class QLabel;
class QProgressBar;
class QToolButton;

namespace app::listening {
struct TestDesign;
}

namespace ui::listening {

class AnswerPanel;
class BlindSession;
class NeutralWave;

class BlindQuestion : public QWidget {
    Q_OBJECT

public:
    BlindQuestion(BlindSession &session, QWidget *parent);

    bool press(QKeyEvent &key); // true when it was for the question
    QString keyWords() const;   // all keys, one group on each line

private:
    void follow();
    void followSound();
    void vote();
    void mark(bool start);
    void step(int by);

    BlindSession &m_session;
    int m_asked = -1;  // the question that is shown
    int m_undone = -1; // how often it was taken back then
    QLabel *m_count;
    QProgressBar *m_progress;
    QLabel *m_text;
    NeutralWave *m_wave;
    std::vector<int> m_places;
    struct Sound {
        QToolButton *button = nullptr;
        QProgressBar *heard = nullptr;
    };
    std::vector<Sound> m_sounds;
    QBoxLayout *m_soundRow;
    AnswerPanel *m_answer;
    QLabel *m_hint;
};

} // namespace ui::listening
