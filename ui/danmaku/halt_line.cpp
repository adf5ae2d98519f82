#include "ui/danmaku/halt_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::Command;
using app::danmaku::Halt;
using app::danmaku::LiveStage;

HaltLine::HaltLine(LiveStage &stage, QWidget *parent) : QFrame(parent), m_stage(stage) {
    setRole(this, "card");
    auto *icon = new shared::IconLabel(shared::icon(u"warning", shared::Tone::Attention), 20, this);
    m_words = new QLabel(this);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setMinimumWidth(120);
    m_mend = new QPushButton(this);
    auto *goOn = new QPushButton(tr("Try to go on"), this);
    goOn->setToolTip(tr("Reads the next message; if that fails, too, this stands here again"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid / 2);
    row->setSpacing(kGrid);
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addWidget(m_words, 1);
    row->addWidget(m_mend);
    row->addWidget(goOn);
    connect(goOn, &QPushButton::clicked, &m_stage, [this] {
        Command command;
        command.what = Command::What::Resume;
        m_stage.command(command);
    });
    connect(m_mend, &QPushButton::clicked, this,
            [this] { m_cause == Halt::Cause::NoSound ? Q_EMIT deviceWanted() : Q_EMIT modelsWanted(); });
    connect(&m_stage, &LiveStage::changed, this, &HaltLine::follow);
    hide();
    follow();
}

void HaltLine::follow() {
    const Halt halt = m_stage.halt();
    if (m_cause == halt.cause && (m_cause == Halt::Cause::None || m_words->text().contains(halt.problem.what)))
        return;
    m_cause = halt.cause;
    if (m_cause != Halt::Cause::None) {
        const QString why =
            m_cause == Halt::Cause::NoSound
                ? halt.problem.what
                : tr("Several messages in a row could not be read, so reading stands still. %1").arg(halt.problem.what);
        m_words->setText(why + u'\n' + halt.problem.remedy);
        m_mend->setText(m_cause == Halt::Cause::NoSound ? tr("Choose a device") : tr("Models …"));
        m_mend->setVisible(m_cause != Halt::Cause::Failures); // the words say what mends that
    }
    setVisible(m_cause != Halt::Cause::None);
}

} // namespace ui::danmaku

#include "moc_halt_line.cpp"
