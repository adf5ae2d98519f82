// A mark from 0 to 100 for each sound, after ITU-R BS.1534. A slider that nobody moved is no mark.
#pragma once

#include <vector>

#include "ui/listening/answer_panel.h"

class QLabel;
class QSlider;

namespace ui::listening {

class SliderAnswer : public AnswerPanel {
    Q_OBJECT

public:
    SliderAnswer(int places, QWidget *parent);

    void ask(int places) override;
    void setHeard(int place) override;
    bool press(QKeyEvent &key) override;
    std::optional<app::listening::Vote> vote() const override;
    QString missing() const override;
    QString keyWords() const override;

private:
    struct Mark {
        QSlider *slider = nullptr;
        QLabel *figure = nullptr;
        QLabel *letter = nullptr;
        bool given = false;
    };

    void set(int place, int value);
    void show(int place);

    std::vector<Mark> m_marks;
    int m_heard = -1;
};

} // namespace ui::listening
