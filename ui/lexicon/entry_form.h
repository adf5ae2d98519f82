// One line for a new entry: what is written, what is said, of which kind, with an example of it. What cannot be used is
// said while it is typed.
#pragma once

#include <QWidget>

#include "engine/text/lexicon_entry.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui::lexicon {

class EntryForm : public QWidget {
    Q_OBJECT

public:
    explicit EntryForm(QWidget *parent);

    void clear(); // and begins again
    void begin(); // the keyboard is here

Q_SIGNALS:
    void added(const engine::text::LexiconEntry &entry);

private:
    engine::text::LexiconEntry entry() const;
    void check();
    void add();

    QLineEdit *m_written;
    QLineEdit *m_said;
    QComboBox *m_kind;
    QPushButton *m_add;
    QLabel *m_hint;
    QLabel *m_fault;
};

} // namespace ui::lexicon
