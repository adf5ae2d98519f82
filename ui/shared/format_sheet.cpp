#include "ui/shared/format_sheet.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

#include "app/settings/settings.h"
#include "ui/shared/controls.h"
#include "ui/shared/format_names.h"
#include "ui/theme.h"

namespace ui::shared {

FormatSheet::FormatSheet(int takes, app::Settings &settings, QWidget *parent) : QDialog(parent), m_settings(settings) {
    setWindowTitle(tr("Save takes"));
    auto *heading = new QLabel(tr("%Ln takes become files", nullptr, takes), this);
    setRole(heading, "heading");
    m_format = new QComboBox(this);
    for (const auto &[format, words] : formatNames()) {
        if (engine::audio::canWrite(engine::audio::soundFormatFromString(format.toStdString()))) {
            m_format->addItem(words, format);
        }
    }
    m_format->setCurrentIndex(std::max(0, m_format->findData(m_settings.exportFormat())));
    m_format->setAccessibleName(tr("Format"));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(2 * kGrid);
    form->addRow(tr("&Format"), m_format);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto *next = new QPushButton(tr("&Choose the folder …"), this);
    next->setDefault(true);
    setRole(next, "primary");
    auto *layout = layOutSheet(this);
    layout->addWidget(heading);
    layout->addLayout(form);
    layout->addLayout(sheetButtons(cancel, next));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(next, &QPushButton::clicked, this, &QDialog::accept);
    connect(this, &QDialog::accepted, this, &FormatSheet::choose);
    next->setFocus();
}

void FormatSheet::choose() {
    const QString format = m_format->currentData().toString();
    m_settings.setExportFormat(format);
    Q_EMIT chosen(engine::audio::soundFormatFromString(format.toStdString()));
}

} // namespace ui::shared

#include "moc_format_sheet.cpp"
