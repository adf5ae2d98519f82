#include "ui/danmaku/rules_window.h"

#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/danmaku/original_rules.h"
#include "ui/danmaku/people_page.h"
#include "ui/danmaku/rule_page.h"
#include "ui/danmaku/talk_page.h"
#include "ui/danmaku/text_trial.h"
#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::Rules;

RulesWindow::RulesWindow(Uses uses, QWidget *parent) : QDialog(parent), m_uses(uses) {
    setWindowTitle(tr("Rules of reading"));
    m_names = new QListWidget(this);
    m_names->setAccessibleName(tr("Subjects"));
    m_pages = new QStackedWidget(this);
    const auto page = [this](void (*fill)(RulePage &)) {
        auto *made = new RulePage(m_uses.stage, this);
        fill(*made);
        made->finish();
        return made;
    };
    addPage(tr("What is read"), page(addFilterRules));
    addPage(tr("Order and waiting"), page(addQueueRules));
    addPage(tr("When many wait"), page(addOverloadRules));
    addPage(tr("Names and speech"), page(addSpeakingRules));
    addPage(tr("People"), new PeoplePage(m_uses.stage, this));
    addPage(tr("Stock phrases"), makePhrases());
    addPage(tr("While you talk"), new TalkPage(m_uses.talk, m_uses.stage, m_uses.settings, this));
    int widest = 0;
    for (const QScrollArea *area : m_pages->findChildren<QScrollArea *>())
        widest = std::max(widest, area->widget()->minimumSizeHint().width());
    m_pages->setMinimumWidth(widest + style()->pixelMetric(QStyle::PM_ScrollBarExtent) + 2); // nothing is cut off
    m_names->setFixedWidth(m_names->sizeHintForColumn(0) + 4 * kGrid);
    m_names->setCurrentRow(0);
    connect(m_names, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    auto *close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto *middle = new QHBoxLayout;
    middle->addWidget(m_names);
    middle->addWidget(m_pages, 1);
    auto *import = new QPushButton(tr("Import from iShowTTS …"), this);
    import->setAutoDefault(false);
    import->setToolTip(tr("Takes over what an ishowtts.toml says of the chat"));
    connect(import, &QPushButton::clicked, this, [this] { askForOriginalRules(m_uses.stage, m_uses.settings, this); });
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(import);
    buttons->addStretch(1);
    buttons->addWidget(close);
    QVBoxLayout *layout = shared::layOutSheet(this);
    layout->addLayout(middle, 1);
    auto *trial = new TextTrial(m_uses.stage, this);
    layout->addWidget(trial);
    layout->addLayout(buttons);
    connect(m_names, &QListWidget::currentRowChanged, trial,
            [this, trial](int row) { trial->setVisible(row != m_names->count() - 1); }); // no text is read there
    setMinimumHeight(520);
    resize(860, 680);
}

void RulesWindow::addPage(const QString &name, QWidget *page) {
    m_names->addItem(name);
    auto *area = new QScrollArea(m_pages);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(page);
    m_pages->addWidget(area);
}

void RulesWindow::showTalk() {
    m_names->setCurrentRow(m_names->count() - 1);
    m_names->setFocus();
}

QWidget *RulesWindow::makePhrases() {
    auto *page = new RulePage(m_uses.stage, this);
    page->addWords(tr("Stock phrases, one a line"), tr("They are in the menu beside the line that you type"),
                   [](Rules &rules) -> QStringList & { return rules.phrases; });
    page->finish();
    return page;
}

} // namespace ui::danmaku

#include "moc_rules_window.cpp"
