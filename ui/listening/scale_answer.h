// One answer of several that stand in a row: which is better, by how much, or which of two a third one is and how sure.
#pragma once

#include <QList>

#include <vector>

#include "ui/listening/answer_panel.h"

class QToolButton;

namespace ui::listening {

class ScaleAnswer : public AnswerPanel {
    Q_OBJECT

public:
    ScaleAnswer(const app::listening::TestDesign &design, QWidget *parent);

    void ask(int places) override;
    void setHeard(int) override {}
    bool press(QKeyEvent &key) override;
    std::optional<app::listening::Vote> vote() const override;
    QString missing() const override;
    QString keyWords() const override;

private:
    void add(const QString &words, int choice, int confidence = 0);
    void choose(int index);

    const bool m_noPreference;
    std::vector<app::listening::Vote> m_votes;
    QList<QToolButton *> m_buttons;
    int m_chosen = -1;
};

} // namespace ui::listening
