#include "ui/performance/performance_pane.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/performance/moment_table.h"
#include "ui/performance/moment_view.h"
#include "ui/performance/moment_words.h"
#include "ui/performance/performance_acts.h"
#include "ui/performance/performance_head.h"
#include "ui/performance/performance_plot.h"
#include "ui/performance/time_ruler.h"
#include "ui/shared/controls.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::performance {

using app::performance::PerformanceWatch;

namespace {

constexpr int kTableWaits = 2000; // ms between two fillings while values come
constexpr qint64 kMinute = 60'000;

} // namespace

PerformancePane::PerformancePane(const PerformanceWatch &watch, PerformanceActs &acts, QWidget *parent)
    : QWidget(parent), m_watch(watch), m_acts(acts), m_head(new PerformanceHead(watch, this)),
      m_model(new MomentTable(watch, this)) {
    m_plot = new PerformancePlot(watch);
    auto *scroll = new QScrollArea(this); // where the pane is low
    scroll->setWidget(m_plot);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setMinimumHeight(48);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(scroll);
    makeTable();
    m_moment = new shared::ElidedLabel(this);
    m_moment->setTextFormat(Qt::PlainText);
    m_moment->setFont(withTabularDigits(font()));
    m_moment->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_moment->setMinimumHeight(1); // gives way where the pane is very low
    setRole(m_moment, "quiet");
    auto *top = new QHBoxLayout;
    top->setSpacing(2 * kGrid);
    top->addWidget(m_head, 1);
    top->addWidget(makeControls(), 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, kGrid / 2, 12, kGrid / 2);
    layout->setSpacing(kGrid / 2);
    layout->addLayout(top);
    layout->addWidget(m_head->note());
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_moment);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kTableWaits);
    connect(&m_soon, &QTimer::timeout, this, &PerformancePane::fillTable);
    connect(&m_watch, &PerformanceWatch::sampled, this, &PerformancePane::fillTableSoon);
    connect(&m_watch, &PerformanceWatch::uttered, this, &PerformancePane::fillTableSoon);
    connect(&m_watch, &PerformanceWatch::sampled, this, [this] {
        if (m_table->isVisible() && !m_plot->isHeld()) // the plot, which tells of it, is not seen
            showMoment();
    });
    connect(m_plot, &PerformancePlot::viewChanged, this, &PerformancePane::follow);
    connect(m_plot, &PerformancePlot::read, this, &PerformancePane::showMoment);
    connect(m_plot, &PerformancePlot::stripsChanged, this, &PerformancePane::fillTable);
    connect(m_acts[PerformanceActs::Hold], &QAction::triggered, m_plot, &PerformancePlot::hold);
    connect(m_acts[PerformanceActs::Now], &QAction::triggered, m_plot, &PerformancePlot::goToNow);
    connect(m_acts[PerformanceActs::AsTable], &QAction::triggered, this, &PerformancePane::showTable);
    setFocusProxy(m_plot);
    follow();
}

QWidget *PerformancePane::makeControls() {
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid / 2);
    m_range = new QComboBox(box);
    m_range->setAccessibleName(tr("Time that is seen"));
    m_range->setToolTip(tr("Time that is seen"));
    shared::letWheelPass(m_range);
    for (const qint64 minutes : {1, 5, 15, 60, 360, 1440})
        m_range->addItem(spanInWords(minutes * kMinute), minutes * kMinute);
    shared::keepRoomFor(m_range, spanInWords(55 * kMinute));
    connect(m_range, &QComboBox::activated, this, [this](int index) {
        m_plot->setSpan(m_range->itemData(index).toLongLong());
        Q_EMIT stateChanged();
    });
    row->addWidget(m_range);
    for (const auto act : {PerformanceActs::Hold, PerformanceActs::Now, PerformanceActs::AsTable,
                           PerformanceActs::OpenClocks, PerformanceActs::OpenMeasure}) {
        auto *button = new QToolButton(box);
        button->setDefaultAction(m_acts[act]);
        button->setAccessibleName(m_acts[act]->text().remove(u'&'));
        button->setIconSize(QSize(20, 20));
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
        if (act == PerformanceActs::OpenClocks) { // no place for it where there are none
            const auto follow = [button] { button->setVisible(button->defaultAction()->isEnabled()); };
            connect(m_acts[act], &QAction::changed, button, follow);
            follow();
        }
    }
    m_strips = shared::makeIconButton(u"strips", tr("Strips that are shown"), {}, box);
    m_stripMenu = new QMenu(m_strips);
    m_strips->setMenu(m_stripMenu);
    m_strips->setPopupMode(QToolButton::InstantPopup);
    connect(m_stripMenu, &QMenu::aboutToShow, this, &PerformancePane::fillStripMenu);
    auto *save = shared::makeIconButton(u"save", tr("Save"), {}, box);
    auto *menu = new QMenu(save);
    menu->addActions({m_acts[PerformanceActs::SavePicture], m_acts[PerformanceActs::SaveTable]});
    save->setMenu(menu);
    save->setPopupMode(QToolButton::InstantPopup);
    for (QToolButton *button : {m_strips, save}) {
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button);
    }
    return box;
}

void PerformancePane::makeTable() {
    m_table = new MomentView(*m_model, this);
    m_pages->addWidget(m_table);
    const auto go = [this](const QModelIndex &index) {
        const auto spoken = m_model->utteranceOf(index.row());
        m_plot->moveCursor(spoken ? spoken->at : m_model->timeOf(index.row()));
        if (const auto utterance = spoken ? spoken : m_plot->moment().utterance)
            Q_EMIT m_plot->takeWanted(*utterance);
    };
    connect(m_table, &QTableView::activated, this, go);
}

void PerformancePane::fillStripMenu() {
    m_stripMenu->clear();
    for (const Strip *strip : m_plot->withData()) {
        QAction *action = m_stripMenu->addAction(strip->title);
        action->setCheckable(true);
        action->setChecked(!m_plot->hidden().contains(strip->id));
        connect(action, &QAction::toggled, this, [this, id = strip->id](bool on) {
            QSet<QString> hidden = m_plot->hidden();
            if (on)
                hidden.remove(id);
            else
                hidden.insert(id);
            m_plot->setHidden(hidden);
            Q_EMIT stateChanged();
        });
    }
    if (m_stripMenu->isEmpty())
        m_stripMenu->addAction(tr("Nothing was measured yet"))->setEnabled(false);
}

void PerformancePane::follow() {
    m_acts[PerformanceActs::Hold]->setChecked(m_plot->isHeld());
    m_acts.setMissing(PerformanceActs::Now, {});
    const int index = m_range->findData(m_plot->span());
    m_range->setCurrentIndex(index);
    m_range->setPlaceholderText(index < 0 ? spanInWords(m_plot->span()) : QString());
    fillTable();
}

void PerformancePane::showTable(bool on) {
    m_pages->setCurrentIndex(on ? 1 : 0);
    m_acts[PerformanceActs::AsTable]->setChecked(on);
    setFocusProxy(on ? static_cast<QWidget *>(m_table) : m_plot);
    fillTable();
}

bool PerformancePane::showsTable() const {
    return m_pages->currentIndex() == 1;
}

void PerformancePane::focusPlot() {
    focusProxy()->setFocus(Qt::ShortcutFocusReason);
}

// Nothing moves under who reads or copies it.
void PerformancePane::fillTableSoon() {
    if (showsTable() && m_table->isVisible() && !m_table->hasFocus() && !m_plot->isHeld() && !m_soon.isActive())
        m_soon.start();
}

void PerformancePane::fillTable() {
    if (!showsTable())
        return;
    std::vector<app::performance::Series> series;
    for (const Strip *strip : m_plot->withData()) {
        if (m_plot->hidden().contains(strip->id))
            continue;
        for (const StripLine &line : strip->lines) {
            if (m_watch.store().newest(line.series))
                series.push_back(line.series);
        }
    }
    const qint64 to = m_plot->isHeld() ? m_plot->to() : m_watch.now();
    m_model->show(to - m_plot->span(), to, series);
    m_table->fitColumns(fontMetrics().horizontalAdvance(clockOf(to, false)) + 3 * kGrid);
}

void PerformancePane::showMoment() {
    const QString words = inWords(m_plot->moment());
    m_moment->setText(m_plot->cursorTime() ? words : tr("Now: %1", "what is measured").arg(words));
    if (m_moment->text() != m_plot->accessibleDescription())
        m_plot->setAccessibleDescription(m_moment->text());
}

void PerformancePane::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    fillTable();
}

QByteArray PerformancePane::state() const {
    QJsonArray hidden;
    for (const QString &id : m_plot->hidden())
        hidden.append(id);
    const QJsonObject state{{QStringLiteral("hidden"), hidden}, {QStringLiteral("span"), double(m_plot->span())}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void PerformancePane::restore(const QByteArray &state) {
    const QJsonObject object = QJsonDocument::fromJson(state).object();
    QSet<QString> hidden;
    for (const QJsonValue &id : object[QStringLiteral("hidden")].toArray())
        hidden.insert(id.toString());
    if (m_range->findData(qint64(object[QStringLiteral("span")].toDouble())) >= 0)
        m_plot->setSpan(qint64(object[QStringLiteral("span")].toDouble()));
    m_plot->setHidden(hidden);
}

} // namespace ui::performance

#include "moc_performance_pane.cpp"
