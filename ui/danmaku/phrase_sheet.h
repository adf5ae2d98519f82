// Asks which words are banned: a whole message rarely is what is meant.
#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ui::danmaku {

class PhraseSheet : public QDialog {
    Q_OBJECT

public:
    PhraseSheet(const QString &text, QWidget *parent);

Q_SIGNALS:
    void banned(const QString &phrase);

private:
    void look();

    QLineEdit *m_phrase;
    QLabel *m_wrong;
    QPushButton *m_ban;
};

} // namespace ui::danmaku
