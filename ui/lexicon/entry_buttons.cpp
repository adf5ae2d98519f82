#include "ui/lexicon/entry_buttons.h"

#include <QHBoxLayout>
#include <QIcon>
#include <QKeySequence>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::lexicon {

EntryButtons::EntryButtons(QWidget *parent) : QWidget(parent) {
    auto *lines = new QVBoxLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(kGrid / 2);
    m_count = new shared::ElidedLabel(this); // on a line of its own: there is room for it in a narrow window, too
    setRole(m_count, "quiet");
    lines->addWidget(m_count);
    m_row = new QHBoxLayout;
    m_row->setSpacing(kGrid);
    lines->addLayout(m_row);
    m_undo = addTool(u"undo", tr("Undo"), QKeySequence(QKeySequence::Undo));
    m_redo = addTool(u"redo", tr("Redo"), QKeySequence(QKeySequence::Redo));
    m_up = addTool(u"line-up", tr("Move up"), Qt::ALT | Qt::Key_Up);
    m_down = addTool(u"line-down", tr("Move down"), Qt::ALT | Qt::Key_Down);
    m_remove = addButton(shared::icon(u"remove"), tr("&Remove"));
    QPushButton *import = addButton(shared::icon(u"download"), tr("&Import …"));
    m_export = addButton(shared::icon(u"export"), tr("&Export …"));
    m_row->addStretch(1);
    QPushButton *close = addButton({}, tr("Close"));
    connect(m_undo, &QToolButton::clicked, this, [this] { Q_EMIT stepWanted(true); });
    connect(m_redo, &QToolButton::clicked, this, [this] { Q_EMIT stepWanted(false); });
    connect(m_up, &QToolButton::clicked, this, [this] { Q_EMIT moveWanted(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { Q_EMIT moveWanted(1); });
    connect(m_remove, &QPushButton::clicked, this, &EntryButtons::removeWanted);
    connect(import, &QPushButton::clicked, this, &EntryButtons::importWanted);
    connect(m_export, &QPushButton::clicked, this, &EntryButtons::exportWanted);
    connect(close, &QPushButton::clicked, this, &EntryButtons::closeWanted);
}

QToolButton *EntryButtons::addTool(QStringView icon, const QString &name, const QKeySequence &keys) {
    const QString tip =
        tr("%1 (%2)", "what a button does, and its keys").arg(name, keys.toString(QKeySequence::NativeText));
    QToolButton *button = shared::makeIconButton(icon, name, tip, this);
    m_row->addWidget(button);
    return button;
}

QPushButton *EntryButtons::addButton(const QIcon &icon, const QString &name) {
    auto *button = new QPushButton(icon, name, this);
    button->setAutoDefault(false);
    m_row->addWidget(button);
    return button;
}

void EntryButtons::set(const Can &can, const QString &count) {
    m_undo->setEnabled(can.undo);
    m_redo->setEnabled(can.redo);
    m_up->setEnabled(can.moveUp);
    m_down->setEnabled(can.moveDown);
    m_remove->setEnabled(can.remove);
    m_export->setEnabled(can.exportAny);
    m_count->setText(count);
}

} // namespace ui::lexicon

#include "moc_entry_buttons.cpp"
