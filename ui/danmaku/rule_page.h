// A page of rules: a row for each, with its name, its control and what brings the shipped value back. What is changed
// counts at once; what is typed, when the field is left or a second after the last key, so that half a word never does.
#pragma once

#include <QHash>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <utility>
#include <vector>

#include "app/danmaku/live_stage.h"
#include "app/danmaku/rule_bounds.h"

class QGridLayout;
class QLabel;
class QTimer;

namespace ui::danmaku {

template <class T> using Field = std::function<T &(app::danmaku::Rules &)>;

struct RuleRange {
    app::danmaku::RuleBounds bounds;
    double step = 1;
    QString unit{};    // " s"
    QString atLeast{}; // shown in place of the least: "off"
};

class RulePage : public QWidget {
    Q_OBJECT

public:
    RulePage(app::danmaku::LiveStage &stage, QWidget *parent = nullptr);

    void addHeading(const QString &words);
    void addSwitch(const QString &name, const QString &tip, Field<bool> field);
    void addNumber(const QString &name, const QString &tip, Field<int> field, const RuleRange &range);
    void addReal(const QString &name, const QString &tip, Field<double> field, const RuleRange &range);
    void addChoice(const QString &name, const QString &tip, const QStringList &words, Field<int> field);
    // An enumeration as the number that it is.
    template <class E>
    void addEnum(const QString &name, const QString &tip, const QStringList &words,
                 std::function<E &(app::danmaku::Rules &)> field) {
        addAny(
            name, tip, words, [field](app::danmaku::Rules &rules) { return int(field(rules)); },
            [field](app::danmaku::Rules &rules, int value) { field(rules) = E(value); });
    }
    void addWords(const QString &name, const QString &tip, Field<QStringList> field); // one a line
    // The same of what is not kept as lines: `get` makes them of the rules, `set` takes what it understands.
    void addLines(const QString &name, const QString &tip, std::function<QStringList(app::danmaku::Rules &)> get,
                  std::function<void(app::danmaku::Rules &, const QStringList &)> set);
    void addText(const QString &name, const QString &tip, Field<QString> field);
    void addNote(const QString &words);
    void addComplaint(); // of the filter about the phrases above it, as long as there is one
    void finish();       // what is added last

protected:
    bool eventFilter(QObject *watched, QEvent *event) override; // a field is left

private:
    struct Row {
        std::function<void(app::danmaku::Rules &)> show; // the control as these rules have it
        std::function<bool(app::danmaku::Rules &, app::danmaku::Rules &)> differs;
        QWidget *restore = nullptr;
    };

    void addAny(const QString &name, const QString &tip, const QStringList &words,
                std::function<int(app::danmaku::Rules &)> get, std::function<void(app::danmaku::Rules &, int)> set);
    void addRow(const QString &name, const QString &tip, QWidget *control, Row row,
                std::function<void(app::danmaku::Rules &, app::danmaku::Rules &)> restore);
    void change(const std::function<void(app::danmaku::Rules &)> &act);
    void follow();
    void askForComplaint();
    QTimer *whenTyped(QWidget *field, std::function<void()> apply); // runs while something is not applied

    app::danmaku::LiveStage &m_stage;
    QGridLayout *m_grid;
    QLabel *m_complaint = nullptr;
    std::vector<Row> m_rows;
    QHash<const QObject *, std::function<void()>> m_typed; // by its field: takes what stands there
    bool m_showing = false;
};

} // namespace ui::danmaku
