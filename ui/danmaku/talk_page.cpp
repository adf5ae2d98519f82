#include "ui/danmaku/talk_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QJsonValue>
#include <QLabel>
#include <QScopedValueRollback>
#include <QToolButton>

#include <cmath>

#include "app/danmaku/live_stage.h"
#include "app/danmaku/talk_hold.h"
#include "app/settings/setting_table.h"
#include "app/settings/settings.h"
#include "ui/danmaku/rule_row.h"
#include "ui/danmaku/talk_line.h"
#include "ui/danmaku/talk_meter.h"
#include "ui/shared/controls.h"
#include "ui/theme.h"

namespace ui::danmaku {

using app::danmaku::LiveStage;
using app::danmaku::TalkHold;

TalkPage::TalkPage(TalkHold &talk, LiveStage &stage, app::Settings &settings, QWidget *parent)
    : QWidget(parent), m_talk(talk), m_stage(stage), m_settings(settings), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(2 * kGrid, kGrid, kGrid, kGrid);
    m_grid->setHorizontalSpacing(kGrid);
    m_grid->setVerticalSpacing(kGrid);
    m_grid->setColumnStretch(1, 1);
    const auto addWords = [this](const QString &words) {
        auto *label = new QLabel(words, this);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setMinimumWidth(200);
        m_grid->addWidget(label, m_grid->rowCount(), 0, 1, 3);
        return label;
    };
    setRole(addWords(tr("While the microphone hears you nothing new is read, as with the button “Hold”, which goes on "
                        "as ever. Its sound is only measured: it is never kept, sent or written down. It is open only "
                        "while a chat is read or this page is seen.")),
            "quiet");
    addSwitch(QStringLiteral("talkListens"), tr("Hold while my microphone hears me"), {});
    addMicrophone();
    m_state = addWords({});
    m_state->setAccessibleName(tr("What the microphone does"));
    addLine();
    addNumber(QStringLiteral("talkRelease"), tr("Goes on after so long a silence"),
              tr("Longer than your pauses between two sentences"), 0.1, tr(" s"));
    addSwitch(QStringLiteral("talkStops"), tr("What is on air stops, too"),
              tr("It fades out where it is, and goes on there when you are quiet. Otherwise it is read to its end."));
    addNumber(QStringLiteral("talkLouder"), tr("So much louder while something is read"),
              tr("For loudspeakers, which the microphone hears: the broken line must stand above what it hears of "
                 "them. With headphones 0."),
              1, tr(" dB"));
    m_grid->setRowStretch(m_grid->rowCount(), 1);
    connect(&m_settings, &app::Settings::changed, this, [this](const QString &key) {
        if (key.startsWith(QLatin1String("talk")))
            followSettings();
    });
    connect(&m_talk, &TalkHold::changed, this, &TalkPage::followTalk);
    connect(&m_stage, &LiveStage::changed, this, &TalkPage::followTalk);
    connect(&m_talk, &TalkHold::devicesChanged, this, &TalkPage::listDevices);
    connect(&m_talk, &TalkHold::levelChanged, m_meter, &TalkMeter::setLevel);
    followSettings();
}

TalkPage::~TalkPage() {
    if (isVisible())
        m_talk.setSeen(false);
}

void TalkPage::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    m_talk.setSeen(true);
}

void TalkPage::hideEvent(QHideEvent *event) {
    QWidget::hideEvent(event);
    m_talk.setSeen(false);
}

void TalkPage::addRow(const QString &id, const QString &name, const QString &tip, QWidget *control,
                      std::function<void()> show) {
    QToolButton *again = addRuleRow(*m_grid, name, tip, control);
    connect(again, &QToolButton::clicked, this, [this, control, id] {
        control->setFocus(); // the button goes
        m_settings.restore(id);
    });
    m_rows.push_back({id, std::move(show), again});
}

void TalkPage::set(const QString &id, const QJsonValue &value) {
    if (!m_showing)
        m_settings.setValue(id, value);
}

QCheckBox *TalkPage::addSwitch(const QString &id, const QString &name, const QString &tip) {
    auto *box = new QCheckBox(name, this);
    connect(box, &QCheckBox::toggled, this, [this, id](bool on) { set(id, on); });
    addRow(id, name, tip, box, [this, id, box] { box->setChecked(m_settings.value(id).toBool()); });
    return box;
}

void TalkPage::addNumber(const QString &id, const QString &name, const QString &tip, double step, const QString &unit) {
    const app::Setting *setting = app::findSetting(id);
    auto *box = new QDoubleSpinBox(this);
    box->setDecimals(step < 1 ? 1 : 0);
    box->setRange(setting->low, setting->high);
    box->setSingleStep(step);
    box->setSuffix(unit);
    box->setKeyboardTracking(false);
    shared::letWheelPass(box);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, id](double value) { set(id, value); });
    addRow(id, name, tip, box, [this, id, box] { box->setValue(m_settings.value(id).toDouble()); });
}

void TalkPage::addMicrophone() {
    m_device = new QComboBox(this);
    m_device->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    shared::keepRoomFor(m_device, tr("The system's"));
    shared::letWheelPass(m_device);
    connect(m_device, &QComboBox::activated, this,
            [this](int row) { set(QStringLiteral("talkMicrophone"), m_device->itemData(row).toString()); });
    addRow(QStringLiteral("talkMicrophone"), tr("Microphone"), {}, m_device, [this] { listDevices(); });
}

void TalkPage::addLine() {
    auto *box = new QWidget(this);
    m_meter = new TalkMeter(box);
    m_line = new QLabel(box);
    m_line->setFont(withTabularDigits(font()));
    m_line->setMinimumWidth(m_line->fontMetrics().horizontalAdvance(tr("%1 dB").arg(QStringLiteral("\u221280"))));
    m_line->setAlignment(Qt::AlignRight | Qt::AlignTop);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_meter, 1);
    row->addWidget(m_line);
    const QString id = QStringLiteral("talkLine");
    connect(m_meter, &QSlider::valueChanged, this, [this, id](int value) { set(id, value); });
    const QString name = tr("From this level on you talk"), tip = tr("Talk as you do on stream, and draw the line "
                                                                     "between that and the room");
    addRow(id, name, tip, box, [this, id] { m_meter->setValue(int(std::lround(m_settings.value(id).toDouble()))); });
    box->setFocusProxy(m_meter);
    box->setAccessibleName({}); // the slider's
    box->setAccessibleDescription({});
    m_meter->setAccessibleName(name);
    m_meter->setAccessibleDescription(tip);
}

void TalkPage::listDevices() {
    const QString chosen = m_settings.value(QStringLiteral("talkMicrophone")).toString();
    m_device->clear();
    m_device->addItem(tr("The system's"), QString());
    for (const app::voices::InputDevice &device : m_talk.devices())
        m_device->addItem(device.name, QString::fromUtf8(device.id));
    if (m_device->findData(chosen) < 0) // it stays chosen
        m_device->addItem(tr("%1 (not there)", "a microphone").arg(chosen), chosen);
    m_device->setCurrentIndex(m_device->findData(chosen));
}

void TalkPage::followSettings() {
    const QScopedValueRollback<bool> showing(m_showing, true);
    for (const Row &row : m_rows) {
        row.show();
        row.restore->setVisible(!m_settings.isDefault(row.id));
    }
    m_line->setText(tr("%1 dB").arg(QString::number(m_meter->value()).replace(u'-', QStringLiteral("\u2212"))));
    m_meter->setLouder(m_settings.value(QStringLiteral("talkLouder")).toDouble());
    followTalk();
}

void TalkPage::followTalk() {
    const TalkHold::State state = m_talk.state();
    if (state != TalkHold::State::Listening)
        m_meter->forget();
    const QString words = talkWords(m_talk, m_stage);
    if (m_state->text() == words)
        return;
    m_state->setText(words);
    setRole(m_state, state == TalkHold::State::Missing || m_stage.talking() ? "attention" : "");
}

} // namespace ui::danmaku

#include "moc_talk_page.cpp"
