#include "ui/voices/record_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>

#include "ui/shared/controls.h"
#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/shared/level_meter.h"
#include "ui/theme.h"
#include "ui/voices/check_words.h"

namespace ui::voices {

using app::voices::Recorder;

namespace {

constexpr double kHeard = -60; // dBFS; somebody near the microphone

} // namespace

RecordPage::RecordPage(QWidget *parent) : QWidget(parent) {
    auto *column = new QWidget(this);
    column->setFixedWidth(520);
    auto *heading = new QLabel(tr("A voice from the microphone"), column);
    heading->setAlignment(Qt::AlignCenter);
    setRole(heading, "heading");
    m_device = new QComboBox(column);
    m_device->setAccessibleName(tr("Microphone"));
    m_device->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    shared::letWheelPass(m_device);
    auto *caption = new QLabel(tr("M&icrophone"), column);
    caption->setBuddy(m_device);
    m_level = new shared::LevelMeter(column);
    m_level->setAccessibleName(tr("Level of the microphone"));
    m_big = new QLabel(column);
    m_big->setTextFormat(Qt::PlainText);
    m_big->setAlignment(Qt::AlignCenter);
    m_big->setFont(withTabularDigits(font()));
    m_big->setWordWrap(true);
    setRole(m_big, "figure");
    m_roomIcon = new shared::IconLabel({}, 16, column);
    m_room = new QLabel(column);
    m_room->setTextFormat(Qt::PlainText);
    m_room->setWordWrap(true);
    m_advice =
        new QLabel(tr("Read something for ten to twenty seconds, as the voice shall speak: at one distance, without "
                      "music, without a hall. You will write down what you said."),
                   column);
    m_advice->setWordWrap(true);
    m_advice->setAlignment(Qt::AlignCenter);
    setRole(m_advice, "quiet");
    m_record = new QPushButton(column);
    m_record->setIconSize(QSize(20, 20));
    setRole(m_record, "primary");
    auto *cancel = new QPushButton(tr("Cancel"), column);

    auto *device = new QHBoxLayout;
    device->setSpacing(kGrid);
    device->addWidget(caption);
    device->addWidget(m_device, 1);
    device->addWidget(m_level);
    auto *room = new QHBoxLayout;
    room->setSpacing(6);
    room->addWidget(m_roomIcon, 0, Qt::AlignTop);
    room->addWidget(m_room, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(m_record);
    buttons->addWidget(cancel);
    buttons->addStretch(1);
    auto *lines = new QVBoxLayout(column);
    lines->setSpacing(12);
    lines->addWidget(heading);
    lines->addLayout(device);
    lines->addWidget(m_advice);
    lines->addWidget(m_big);
    lines->addLayout(room);
    lines->addLayout(buttons);
    auto *middle = new QHBoxLayout; // so that the column knows its height
    middle->addStretch(1);
    middle->addWidget(column);
    middle->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(1);
    layout->addLayout(middle);
    layout->addStretch(1);

    connect(m_record, &QPushButton::clicked, this, &RecordPage::press);
    connect(cancel, &QPushButton::clicked, this, &RecordPage::cancelled);
    connect(m_device, &QComboBox::activated, this,
            [this](int index) { m_recorder.open(m_device->itemData(index).toByteArray()); });
    connect(&m_recorder, &Recorder::devicesChanged, this, &RecordPage::listDevices);
    connect(&m_recorder, &Recorder::stageChanged, this, &RecordPage::follow);
    connect(&m_recorder, &Recorder::levelChanged, this, [this](double peak) {
        m_level->setPeak(std::pow(10.0, peak / 20));
        if (m_mayBeMuted && peak > kHeard) {
            forgetRoom(); // one that hands out nothing of a quiet room
        }
    });
    connect(&m_recorder, &Recorder::roomMeasured, this, [this](const app::voices::RoomNoise &noise) {
        const shared::Tone tone = toneOf(noise.verdict);
        m_roomIcon->setIcon(shared::icon(iconOf(tone), tone));
        m_room->setText(noise.sentence);
        m_mayBeMuted = noise.mayBeMuted;
    });
    connect(&m_recorder, &Recorder::countedIn, this, [this](int seconds) { m_big->setText(QString::number(seconds)); });
    connect(&m_recorder, &Recorder::elapsed, this, [this](double seconds, double left) {
        m_big->setText(tr("%1, %2 left", "how long was recorded, how much can be")
                           .arg(shared::clockTime(seconds, 1), shared::clockTime(left, 0)));
    });
    connect(&m_recorder, &Recorder::recorded, this, &RecordPage::recorded);
    connect(&m_recorder, &Recorder::problem, this, &RecordPage::problem);
    listDevices();
    follow();
}

void RecordPage::forgetRoom() {
    m_room->clear();
    m_roomIcon->setIcon({});
    m_mayBeMuted = false;
}

void RecordPage::open() {
    forgetRoom();
    m_recorder.open(m_device->currentData().toByteArray());
    follow();
    m_record->setFocus();
}

void RecordPage::close() {
    m_recorder.close();
}

void RecordPage::press() {
    if (m_recorder.stage() == Recorder::Stage::Recording) {
        m_recorder.finish();
    } else if (m_recorder.stage() == Recorder::Stage::Ready) {
        m_recorder.start();
    } else {
        m_recorder.cancel();
    }
}

void RecordPage::listDevices() {
    const QByteArray chosen = m_device->currentData().toByteArray();
    const QSignalBlocker quiet(m_device);
    m_device->clear();
    m_device->addItem(tr("The system's"), QByteArray());
    for (const app::voices::InputDevice &device : m_recorder.devices()) {
        m_device->addItem(device.name, device.id);
    }
    m_device->setCurrentIndex(std::max(0, m_device->findData(chosen)));
}

void RecordPage::follow() {
    const Recorder::Stage stage = m_recorder.stage();
    const bool runs =
        stage == Recorder::Stage::Room || stage == Recorder::Stage::CountIn || stage == Recorder::Stage::Recording;
    m_device->setEnabled(!runs);
    m_record->setEnabled(runs || stage == Recorder::Stage::Ready);
    m_record->setText(stage == Recorder::Stage::Recording ? tr("&Done") : runs ? tr("S&top") : tr("&Record"));
    m_record->setIcon(shared::icon(runs ? u"stop" : u"microphone", shared::Tone::OnAccent));
    switch (stage) {
    case Recorder::Stage::Closed:
        m_big->setText(tr("No microphone"));
        return;
    case Recorder::Stage::Opening:
        m_big->setText(tr("The microphone is opened …"));
        return;
    case Recorder::Stage::Ready:
        m_big->setText(tr("Ready"));
        return;
    case Recorder::Stage::Room:
        m_big->setText(tr("Be quiet for a second …"));
        return;
    case Recorder::Stage::CountIn:
    case Recorder::Stage::Recording:
        return; // figures come
    }
}

} // namespace ui::voices

#include "moc_record_page.cpp"
