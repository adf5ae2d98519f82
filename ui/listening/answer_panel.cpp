#include "ui/listening/answer_panel.h"

#include <QChar>

#include "ui/listening/form_answer.h"
#include "ui/listening/scale_answer.h"
#include "ui/listening/slider_answer.h"

namespace ui::listening {

QString letterOf(int place) {
    return place == app::listening::kPlaceOfX ? QStringLiteral("X") : QString(QChar(u'A' + place));
}

AnswerPanel *makeAnswerPanel(const app::listening::TestDesign &design, QWidget *parent) {
    using app::listening::Mode;
    if (design.mode == Mode::Mushra)
        return new SliderAnswer(int(shownTogether(design).size()), parent);
    if (design.mode == Mode::OriginalForm)
        return new FormAnswer(int(shownTogether(design).size()), parent);
    return new ScaleAnswer(design, parent);
}

} // namespace ui::listening

#include "moc_answer_panel.cpp"
