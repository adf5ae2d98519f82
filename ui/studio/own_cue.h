// Two fields for when a line is shown in the film that it belongs to: beginning and end. Empty: it has no such times.
// Whoever sets the beginning behind the end moves both; an end before the beginning, and what is no time, is refused.
#pragma once

#include <QList>
#include <QWidget>

#include <optional>

#include "app/problem.h"
#include "app/script/script.h"

class QLineEdit;

namespace ui::studio {

class OwnCue : public QWidget {
    Q_OBJECT

public:
    explicit OwnCue(QWidget *parent = nullptr);

    // What is being typed stays. `hint` stands in the empty fields; what cannot be edited is shown only.
    void showCue(const std::optional<app::script::CueTimes> &cue, const QString &hint, bool canEdit);
    void finishTyping(); // what stands in the fields counts, as if they were left
    void takeBack();     // what was typed and not yet taken over
    bool isTyping() const;
    QList<QLineEdit *> fields() const { return {m_begin, m_end}; }

Q_SIGNALS:
    void chosen(std::optional<app::script::CueTimes> cue); // none: emptied
    void problem(const app::Problem &problem);

private:
    QLineEdit *makeField(const QString &name);
    void take(QLineEdit *field);
    void write();

    std::optional<app::script::CueTimes> m_cue;
    QLineEdit *m_begin;
    QLineEdit *m_end;
};

QString timesOfCue(const app::script::CueTimes &cue); // "0:04.000–0:04.600"

} // namespace ui::studio
