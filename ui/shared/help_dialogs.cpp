#include "ui/shared/help_dialogs.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::shared {
namespace {

QString say(const char *text) {
    return QCoreApplication::translate("ui::shared::help", text);
}

QDialog *makeDialog(const QString &title, QWidget *parent) {
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(12);
    return dialog;
}

void finish(QDialog *dialog) {
    auto *buttons = new QDialogButtonBox(dialog);
    QPushButton *close =
        buttons->addButton(say(QT_TRANSLATE_NOOP("ui::shared::help", "Close")), QDialogButtonBox::RejectRole);
    close->setDefault(true);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    dialog->layout()->addWidget(buttons);
    dialog->show();
}

// Name and licence of what is linked or shipped; proper names, nearly all.
struct Part {
    const char *name;
    const char *licence;
};
constexpr Part kParts[] = {
    {"Qt 6", "LGPL-3.0"},
    {"LibTorch (PyTorch)", "BSD-3-Clause"},
    {"libsndfile", "LGPL-2.1-or-later"},
    {"libsoxr", "LGPL-2.1-or-later"},
    {"libebur128", "MIT"},
    {"SQLite", QT_TRANSLATE_NOOP("ui::shared::help", "public domain")},
    {"yaml-cpp", "MIT"},
    {QT_TRANSLATE_NOOP("ui::shared::help", "F5-TTS, Vocos (the models’ design; code in Python, not included)"), "MIT"},
};

} // namespace

QDialog *showAbout(QWidget *parent) {
    QDialog *dialog = makeDialog(say(QT_TRANSLATE_NOOP("ui::shared::help", "About iShowTTS Studio")), parent);
    auto *picture = new IconLabel(programIcon(), 64, dialog);
    auto *name = new QLabel(QStringLiteral("iShowTTS Studio ") + QCoreApplication::applicationVersion(), dialog);
    setRole(name, "figure");
    auto *purpose = new QLabel(
        say(QT_TRANSLATE_NOOP("ui::shared::help", "Voice cloning with F5-TTS, on your own computer, offline.")),
        dialog);
    auto *words = new QVBoxLayout;
    words->addWidget(name);
    words->addWidget(purpose);
    auto *head = new QHBoxLayout;
    head->setSpacing(2 * kGrid);
    head->addWidget(picture);
    head->addLayout(words, 1);
    qobject_cast<QVBoxLayout *>(dialog->layout())->addLayout(head);

    QString html = QStringLiteral("<p>%1</p><p>%2</p><p>%3</p><p><b>%4</b></p><table cellspacing='0' cellpadding='3'>")
                       .arg(say(QT_TRANSLATE_NOOP("ui::shared::help",
                                                  "This program is free software under the GNU General Public License, "
                                                  "version 3 or later (GPL-3.0-or-later). It comes without any "
                                                  "warranty.")),
                            say(QT_TRANSLATE_NOOP("ui::shared::help",
                                                  "The demo model was trained by this project and has the same "
                                                  "licence. The licence and source of each voice are written in its "
                                                  "folder.")),
                            say(QT_TRANSLATE_NOOP("ui::shared::help",
                                                  "The official F5-TTS weights are licensed CC-BY-NC-4.0: not for "
                                                  "commercial use. They are not part of this program; who loads them "
                                                  "accepts that licence. Clone a voice only with the consent of the "
                                                  "person who speaks.")),
                            say(QT_TRANSLATE_NOOP("ui::shared::help", "Made with")));
    for (const Part &part : kParts) {
        html += QStringLiteral("<tr><td>%1</td><td>&nbsp;&nbsp;%2</td></tr>").arg(say(part.name), say(part.licence));
    }
    html += QStringLiteral("</table>");
    auto *text = new QTextBrowser(dialog);
    text->setAccessibleName(say(QT_TRANSLATE_NOOP("ui::shared::help", "Licences")));
    text->setTabChangesFocus(true);
    text->setHtml(html);
    dialog->layout()->addWidget(text);
    dialog->resize(560, 560);
    finish(dialog);
    return dialog;
}

QDialog *showText(const QString &title, const QString &text, QWidget *parent) {
    QDialog *dialog = makeDialog(title, parent);
    auto *view = new QPlainTextEdit(text, dialog);
    view->setAccessibleName(title);
    view->setReadOnly(true);
    view->setTabChangesFocus(true);
    view->setLineWrapMode(QPlainTextEdit::NoWrap);
    view->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    dialog->layout()->addWidget(view);
    dialog->resize(760, 560);
    finish(dialog);
    return dialog;
}

} // namespace ui::shared
