// The original's form: for each sound naturalness, clarity and prosody from 1 to 5 and whether there are artifacts;
// notes for all.
#pragma once

#include <array>
#include <vector>

#include "ui/listening/answer_panel.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace ui::listening {

class FormAnswer : public AnswerPanel {
    Q_OBJECT

public:
    FormAnswer(int places, QWidget *parent);

    void ask(int places) override;
    void setHeard(int place) override;
    bool press(QKeyEvent &key) override;
    std::optional<app::listening::Vote> vote() const override;
    QString missing() const override;
    QString keyWords() const override;

private:
    static constexpr int kScales = 4; // the last one: artifacts

    struct Field {
        std::vector<QToolButton *> choices;
        int value = -1; // place in `choices`
    };
    using Form = std::array<Field, kScales>;

    void set(int place, int scale, int value);
    void mark();

    std::vector<Form> m_forms;
    std::array<QLabel *, kScales> m_names{};
    QLineEdit *m_notes;
    int m_heard = 0;
    int m_scale = 0; // that digits are for
};

} // namespace ui::listening
