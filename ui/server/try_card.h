// How another program is tried against the server: a line for a shell, or for Python, ready to be copied.
#pragma once

#include <QFrame>

#include "ui/server/server_words.h"

class QPlainTextEdit;
class QToolButton;

namespace ui::server {

class ServerActs;

class TryCard : public QFrame {
    Q_OBJECT

public:
    TryCard(ServerActs &acts, QWidget *parent = nullptr);

    void show(const TryCall &call, bool withToken); // otherwise dots stand for it; what is copied has it
    QString line(bool python) const;                // what is copied

private:
    void fill();

    ServerActs &m_acts;
    TryCall m_call;
    bool m_withToken = false;
    QToolButton *m_curl;
    QToolButton *m_python;
    QToolButton *m_copy;
    QPlainTextEdit *m_text;
};

} // namespace ui::server
