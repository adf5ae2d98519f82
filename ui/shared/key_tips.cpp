#include "ui/shared/key_tips.h"

#include <QAction>
#include <QCoreApplication>
#include <QEvent>
#include <QKeySequence>
#include <QWidget>

#include <utility>

namespace ui::shared {
namespace {

class KeyTip : public QObject {
public:
    KeyTip(QWidget *widget, QString tip, QString actionId)
        : QObject(widget), m_widget(widget), m_tip(std::move(tip)), m_action(std::move(actionId)) {
        widget->setToolTip(m_tip);
        widget->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject *, QEvent *event) override {
        if (event->type() == QEvent::ToolTip) {
            const QString keys = keysOf(*m_widget, m_action);
            m_widget->setToolTip(keys.isEmpty() ? m_tip
                                                : QCoreApplication::translate("ui::shared::KeyTip", "%1 (%2)",
                                                                              "what a button does (its keys)")
                                                      .arg(m_tip, keys));
        }
        return false;
    }

private:
    QWidget *m_widget;
    const QString m_tip;
    const QString m_action;
};

} // namespace

QString keysOf(const QWidget &widget, const QString &actionId) {
    for (const QWidget *at = widget.window(); at; at = at->parentWidget() ? at->parentWidget()->window() : nullptr) {
        if (const auto *action = at->findChild<QAction *>(actionId))
            return action->shortcut().toString(QKeySequence::NativeText);
    }
    return {};
}

void setKeyTip(QWidget *widget, const QString &tip, const QString &actionId) {
    new KeyTip(widget, tip, actionId);
}

} // namespace ui::shared
