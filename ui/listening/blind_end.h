// After the last question: the last words of the original's form, then the end, and what lay where.
#pragma once

#include <QWidget>

#include <array>

class QCheckBox;
class QLabel;
class QLineEdit;
class QTableWidget;

namespace ui::listening {

class BlindSession;

class BlindEnd : public QWidget {
    Q_OBJECT

public:
    BlindEnd(BlindSession &session, QWidget *parent);

    bool press(QKeyEvent &key); // true when it was for it
    QString keyWords() const;

Q_SIGNALS:
    void left(); // all is said

private:
    void follow();
    void goOn();
    void fill();

    BlindSession &m_session;
    QLabel *m_heading;
    QLabel *m_words;
    QWidget *m_form;
    std::array<QCheckBox *, 4> m_checks{};
    QLineEdit *m_recommendation;
    QTableWidget *m_table;
};

} // namespace ui::listening
