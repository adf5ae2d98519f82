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

bool isBanned(const Person &person, qint64 now) {
    return person.banned && (person.until == 0 || person.until > now);
}

QString stateOf(const Person &person, qint64 now) {
    if (isBanned(person, now) && person.until > 0)
        return PeoplePage::tr("Not read until %1")
            .arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(person.until), QLocale::ShortFormat));
    return isBanned(person, now) ? PeoplePage::tr("Banned")
           : person.ignored      ? PeoplePage::tr("Ignored")
                                 : PeoplePage::tr("Read");
}

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
            change(personOf(item->row()), [alias = item->text().trimmed()](Person &person) { person.alias = alias; });
    });
    connect(m_allow, &QPushButton::clicked, this, [this] {
        change(chosen(), [](Person &person) {
            person.banned = person.ignored = false;
            person.until = 0;
        });
    });
    connect(m_ignore, &QPushButton::clicked, this,
            [this] { change(chosen(), [](Person &person) { person.ignored = true; }); });
    connect(m_forget, &QPushButton::clicked, this, [this] {
        Rules rules = m_stage.rules();
        rules.people.remove(chosen());
        m_stage.setRules(rules);
        follow();
    });
    connect(&m_stage, &LiveStage::rulesChanged, this, &PeoplePage::follow);
    follow();
}

QString PeoplePage::personOf(int row) const {
    const QTableWidgetItem *item = m_table->item(row, Who);
    return item ? item->data(Qt::UserRole).toString() : QString();
}

QString PeoplePage::chosen() const {
    return personOf(m_table->currentRow());
}

void PeoplePage::change(const QString &who, const std::function<void(Person &)> &act) {
    Rules rules = m_stage.rules();
    if (!rules.people.contains(who)) // it went meanwhile
        return;
    act(rules.people[who]);
    m_stage.setRules(rules);
    follow();
}

void PeoplePage::put(int row, int column, const QString &text, bool editable) {
    QTableWidgetItem *cell = m_table->item(row, column);
    if (!cell) {
        cell = new QTableWidgetItem(text);
        cell->setFlags(editable ? cell->flags() : Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        m_table->setItem(row, column, cell);
    } else if (cell->text() != text) {
        cell->setText(text);
    }
}

// Rows stay where they are: what somebody types in one goes on.
void PeoplePage::follow() {
    const QScopedValueRollback<bool> filling(m_filling, true);
    const QHash<QString, Person> &people = m_stage.rules().people;
    QStringList ids = people.keys();
    std::sort(ids.begin(), ids.end());
    for (int row = m_table->rowCount() - 1; row >= 0; --row)
        if (!people.contains(personOf(row)))
            m_table->removeRow(row);
    for (int row = 0; row < int(ids.size()); ++row) {
        const QString &id = ids[row];
        const Person person = people.value(id);
        if (personOf(row) != id)
            m_table->insertRow(row);
        put(row, Who, person.shown.isEmpty() ? id : person.shown, false);
        m_table->item(row, Who)->setData(Qt::UserRole, id);
        put(row, SaidAs, person.alias, true);
        put(row, State, stateOf(person, m_stage.now()), false);
    }
    m_empty->setVisible(ids.isEmpty());
    followButtons();
}

void PeoplePage::followButtons() {
    const QString who = chosen();
    const Person person = m_stage.rules().people.value(who);
    m_allow->setEnabled(!who.isEmpty() && (isBanned(person, m_stage.now()) || person.ignored));
    m_ignore->setEnabled(!who.isEmpty() && !person.ignored);
    m_forget->setEnabled(!who.isEmpty());
}

} // namespace ui::danmaku

#include "moc_people_page.cpp"
