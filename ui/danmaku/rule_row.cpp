#include "ui/danmaku/rule_row.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/shared/controls.h"

namespace ui::danmaku {

QToolButton *addRuleRow(QGridLayout &grid, const QString &name, const QString &tip, QWidget *control) {
    QWidget *page = grid.parentWidget();
    const int at = grid.rowCount();
    control->setToolTip(tip);
    control->setAccessibleDescription(tip);
    if (qobject_cast<QCheckBox *>(control)) {
        grid.addWidget(control, at, 0, 1, 2);
    } else {
        auto *label = new QLabel(name, page);
        label->setWordWrap(true);
        label->setMinimumWidth(200);
        label->setToolTip(tip);
        control->setAccessibleName(name);
        grid.addWidget(label, at, 0);
        grid.addWidget(control, at, 1);
    }
    auto *again = shared::makeIconButton(
        u"reset", QCoreApplication::translate("ui::danmaku::RuleRow", "Restore “%1”").arg(name), {}, page);
    QSizePolicy policy = again->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    again->setSizePolicy(policy);
    grid.addWidget(again, at, 2, Qt::AlignTop);
    return again;
}

} // namespace ui::danmaku
