// A sentence to try the lexicon with, and what is said for it: what was replaced stands out, with how it is read.
#pragma once

#include <QWidget>

#include <memory>
#include <vector>

#include "engine/text/lexicon.h"

class QLabel;
class QLineEdit;

namespace ui::lexicon {

class WordTrial : public QWidget {
    Q_OBJECT

public:
    explicit WordTrial(QWidget *parent);

    void setLexicons(std::vector<std::shared_ptr<const engine::text::Lexicon>> lexicons); // in order

private:
    void say();

    std::vector<std::shared_ptr<const engine::text::Lexicon>> m_lexicons;
    QLineEdit *m_text;
    QLabel *m_said;
};

} // namespace ui::lexicon
