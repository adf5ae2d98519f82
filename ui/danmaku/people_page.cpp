#include "ui/danmaku/people_page.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::LiveStage;
using app::danmaku::Person;
using app::danmaku::Rules;

namespace {

enum Column { Who, SaidAs, State };

} // namespace

PeoplePage::PeoplePage(LiveStage &stage, QWidget *parent) : QWidget(parent), m_stage(stage) {
    auto *about = new QLabel(tr("People whom you banned or ignored, or for whom something else was set. “Said as” is "
                                "read instead of the name; press F2 there to change it."),
                             this);
    about->setWordWrap(true);
    about->setMinimumWidth(200);
    setRole(about, "quiet");
    m_table = new QTableWidget(0, 3, this);
    m_table->setAccessibleName(tr("People"));
    m_table->setHorizontalHeaderLabels({tr("Person"), tr("Said as"), tr("State")});
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_empty = new QLabel(tr("Nobody yet. “Ban this person” on a message puts them here."), this);
    m_empty->setWordWrap(true);
    m_empty->setMinimumWidth(200);
    setRole(m_empty, "quiet");
    m_allow = new QPushButton(tr("Read them again"), this);
    m_ignore = new QPushButton(tr("Ignore"), this);
    m_forget = new QPushButton(tr("Forget"), this);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {m_allow, m_ignore, m_forget})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, kGrid, kGrid, kGrid);
    layout->addWidget(about);
    layout->addWidget(m_empty);
    layout->addWidget(m_table, 1);
    layout->addLayout(buttons);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, &PeoplePage::followButtons);
    connect(m_table, &QTableWidget::itemChanged, this, [this](QTableWidgetItem *item) {
        if (!m_filling && item->column() == SaidAs)
            change([alias = item->text().trimmed()](Rules &rules, const QString &who) {
                rules.people[who].alias = alias;
            });
    });
    connect(m_allow, &QPushButton::clicked, this, [this] {
        change([](Rules &rules, const QString &who) {
            rules.people[who].banned = rules.people[who].ignored = false;
            rules.people[who].until = 0;
        });
    });
    connect(m_ignore, &QPushButton::clicked, this,
            [this] { change([](Rules &rules, const QString &who) { rules.people[who].ignored = true; }); });
    connect(m_forget, &QPushButton::clicked, this,
            [this] { change([](Rules &rules, const QString &who) { rules.people.remove(who); }); });
    connect(&m_stage, &LiveStage::rulesChanged, this, &PeoplePage::follow);
    follow();
}

QString PeoplePage::chosen() const {
    const QTableWidgetItem *item = m_table->item(m_table->currentRow(), Who);
    return item ? item->data(Qt::UserRole).toString() : QString();
}

void PeoplePage::change(const std::function<void(Rules &, const QString &)> &act) {
    const QString who = chosen();
    if (who.isEmpty())
        return;
    Rules rules = m_stage.rules();
    act(rules, who);
    m_stage.setRules(rules);
    follow();
}

void PeoplePage::follow() {
    const QScopedValueRollback<bool> filling(m_filling, true);
    const QString before = chosen();
    const QHash<QString, Person> &people = m_stage.rules().people;
    QStringList ids = people.keys();
    std::sort(ids.begin(), ids.end());
    m_table->setRowCount(int(ids.size()));
    for (int row = 0; row < int(ids.size()); ++row) {
        const QString &id = ids[row];
        const Person person = people.value(id);
        auto *who = new QTableWidgetItem(person.shown.isEmpty() ? id : person.shown);
        who->setData(Qt::UserRole, id);
        who->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        const QString state =
            person.banned && person.until > 0
                ? tr("Not read until %1")
                      .arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(person.until), QLocale::ShortFormat))
            : person.banned  ? tr("Banned")
            : person.ignored ? tr("Ignored")
                             : tr("Read");
        auto *its = new QTableWidgetItem(state);
        its->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        m_table->setItem(row, Who, who);
        m_table->setItem(row, SaidAs, new QTableWidgetItem(person.alias));
        m_table->setItem(row, State, its);
        if (id == before)
            m_table->setCurrentCell(row, Who);
    }
    m_empty->setVisible(ids.isEmpty());
    followButtons();
}

void PeoplePage::followButtons() {
    const QString who = chosen();
    const Person person = m_stage.rules().people.value(who);
    m_allow->setEnabled(!who.isEmpty() && (person.banned || person.ignored));
    m_ignore->setEnabled(!who.isEmpty() && !person.ignored);
    m_forget->setEnabled(!who.isEmpty());
}

} // namespace ui::danmaku

#include "moc_people_page.cpp"
