#include "ui/studio/go_to_line.h"

#include <QCoreApplication>
#include <QInputDialog>

#include "ui/studio/script_editor.h"

namespace ui::studio {

namespace {

struct Said {
    Q_DECLARE_TR_FUNCTIONS(ui::studio::GoToLine)
};

} // namespace

void askForLine(ScriptEditor &editor) {
    const int count = int(editor.lines().size());
    auto *dialog = new QInputDialog(&editor);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Said::tr("Go to line"));
    dialog->setLabelText(Said::tr("Number of the line, 1 to %L1").arg(count));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(1, count);
    dialog->setIntValue(editor.currentLine() + 1);
    QObject::connect(dialog, &QInputDialog::intValueSelected, &editor, [&editor](int number) {
        editor.goToLine(number - 1);
        editor.setFocus();
    });
    dialog->open();
}

} // namespace ui::studio
