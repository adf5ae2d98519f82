// What a person should look at in the line that the cursor is in: a voice that is not there, tags that are none, and
// what is doubtful in its newest take, each with what to do. Not there when there is nothing to look at.
#pragma once

#include <QFrame>
#include <QList>

class QLabel;
class QPushButton;

namespace app::cloning {
class LineMaker;
class SpokenLines;
} // namespace app::cloning
namespace app::script {
class ScriptDocument;
}

namespace ui::studio {

class LineNotes : public QFrame {
    Q_OBJECT

public:
    struct Uses {
        const app::script::ScriptDocument &script;
        const app::cloning::LineMaker &lines;
        const app::cloning::SpokenLines &spoken;
    };

    explicit LineNotes(Uses uses, QWidget *parent = nullptr);

    void showLines(const QList<int> &rows); // of several lines nothing is shown

Q_SIGNALS:
    void retryWanted(const QString &lineId); // its newest take, with another seed
    void left();                             // what had the focus is not there any more, or has done its work

private:
    void follow();

    const Uses m_uses;
    QList<int> m_rows{0};
    QLabel *m_words;
    QPushButton *m_retry;
};

} // namespace ui::studio
