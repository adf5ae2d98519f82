#include "ui/studio/no_voice_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::studio {

NoVoicePage::NoVoicePage(QWidget *parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored); // where it is not shown it takes no room either
    auto *column = new QWidget(this);                            // of fixed width, so that the text knows its height
    auto *picture = new shared::IconLabel(shared::icon(u"voice", shared::Tone::Quiet), 48, this);
    auto *heading = new QLabel(tr("No voice yet"), this);
    setRole(heading, "heading");
    auto *text = new QLabel(tr("Here a text is spoken in a voice that you choose. A few seconds of a recording and "
                               "the words that are said in it make one."),
                            this);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    auto *add = new QPushButton(shared::icon(u"plus", shared::Tone::OnAccent), tr("Add a voice"), this);
    setRole(add, "primary");
    add->setIconSize(QSize(20, 20));
    auto *open = new QPushButton(shared::icon(u"folder"), tr("Open the voices folder"), this);
    open->setIconSize(QSize(20, 20));
    auto *again = new QPushButton(shared::icon(u"reset"), tr("Look again"), this);
    again->setIconSize(QSize(20, 20));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(open);
    buttons->addWidget(again);
    buttons->addStretch(1);
    auto *lines = new QVBoxLayout(column);
    lines->setSpacing(kGrid);
    lines->addWidget(picture, 0, Qt::AlignHCenter);
    lines->addWidget(heading, 0, Qt::AlignHCenter);
    lines->addWidget(text);
    lines->addSpacing(kGrid);
    lines->addWidget(add, 0, Qt::AlignHCenter);
    lines->addLayout(buttons);
    column->setFixedWidth(std::max(480, buttons->minimumSize().width()));
    auto *layout = new QVBoxLayout(this);
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(column);
    middle->addStretch(1);
    layout->addStretch(1);
    layout->addLayout(middle);
    layout->addStretch(1);
    connect(add, &QPushButton::clicked, this, &NoVoicePage::voiceWanted);
    connect(open, &QPushButton::clicked, this, &NoVoicePage::folderWanted);
    connect(again, &QPushButton::clicked, this, &NoVoicePage::lookAgainWanted);
}

} // namespace ui::studio

#include "moc_no_voice_page.cpp"
