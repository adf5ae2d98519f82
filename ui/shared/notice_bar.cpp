#include "ui/shared/notice_bar.h"

#include <QAccessible>
#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::shared {
namespace {

constexpr std::chrono::seconds kNewsStay{12};

struct Face {
    const char *property;
    QStringView icon;
    Tone tone;
};

Face faceOf(Notice::Kind kind) {
    switch (kind) {
    case Notice::Kind::Info:
        return {"info", u"info", Tone::Accent};
    case Notice::Kind::Good:
        return {"good", u"check", Tone::Good};
    case Notice::Kind::Attention:
        return {"attention", u"warning", Tone::Attention};
    case Notice::Kind::Alarm:
        return {"alarm", u"error", Tone::Alarm};
    }
    return {"info", u"info", Tone::Accent};
}

QString wordOf(Notice::Kind kind) {
    switch (kind) {
    case Notice::Kind::Info:
        return NoticeBar::tr("Note");
    case Notice::Kind::Good:
        return NoticeBar::tr("Done");
    case Notice::Kind::Attention:
        return NoticeBar::tr("Attention");
    case Notice::Kind::Alarm:
        return NoticeBar::tr("Error");
    }
    return {};
}

} // namespace

NoticeBar::NoticeBar(QWidget *parent) : QFrame(parent) {
    m_icon = new IconLabel({}, 20, this);
    m_text = new QLabel(this);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_more = new QLabel(this);
    setRole(m_more, "quiet");
    auto *line = new QHBoxLayout;
    line->setSpacing(kGrid);
    line->addWidget(m_icon, 0, Qt::AlignVCenter);
    line->addWidget(m_text, 1);
    line->addWidget(m_more);
    for (std::size_t i = 0; i < 2; ++i) {
        m_actions[i] = new QPushButton(this);
        setRole(m_actions[i], "compact");
        connect(m_actions[i], &QPushButton::clicked, this, [this, i] { act(i); });
        line->addWidget(m_actions[i]);
    }
    m_details = new QPushButton(tr("Details"), this);
    setRole(m_details, "compact");
    m_details->setCheckable(true);
    line->addWidget(m_details);
    m_close = new QToolButton(this);
    m_close->setIcon(icon(u"close"));
    m_close->setIconSize(QSize(16, 16));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss this message"));
    line->addWidget(m_close);

    m_detail = new QPlainTextEdit(this);
    m_detail->setReadOnly(true);
    m_detail->setTabChangesFocus(true);
    m_detail->setAccessibleName(tr("Details"));
    m_detail->setFixedHeight(120);
    m_detail->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 5, kGrid, 5);
    layout->setSpacing(6);
    layout->addLayout(line);
    layout->addWidget(m_detail);

    connect(m_details, &QPushButton::toggled, m_detail, &QWidget::setVisible);
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::dismiss);
    m_timer.setSingleShot(true);
    m_timer.setInterval(kNewsStay);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (underMouse() || isAncestorOf(QApplication::focusWidget())) {
            restartTimer();
        } else {
            dismiss();
        }
    });
    hide();
}

void NoticeBar::post(Notice notice) {
    Q_EMIT posted(notice);
    if (!notice.subject.isEmpty()) {
        std::erase_if(m_notices, [&](const Notice &old) { return old.subject == notice.subject; });
    }
    // What was only news has been seen when something else happens.
    std::erase_if(m_notices,
                  [](const Notice &old) { return old.kind == Notice::Kind::Info || old.kind == Notice::Kind::Good; });
    const auto place = std::find_if(m_notices.begin(), m_notices.end(), [&](const Notice &old) {
        return notice.kind == Notice::Kind::Alarm || old.kind != Notice::Kind::Alarm;
    });
    m_notices.insert(place, std::move(notice));
    present();
}

void NoticeBar::post(Notice::Kind kind, const QString &subject, const app::Problem &problem,
                     std::vector<NoticeAction> actions) {
    post({kind, problem.what, problem.remedy, problem.detail, std::move(actions), subject});
}

void NoticeBar::withdraw(const QString &subject) {
    if (std::erase_if(m_notices, [&](const Notice &old) { return old.subject == subject; }) > 0) {
        present();
    }
}

const Notice *NoticeBar::about(const QString &subject) const {
    const auto found = std::find_if(m_notices.begin(), m_notices.end(),
                                    [&](const Notice &notice) { return notice.subject == subject; });
    return found == m_notices.end() ? nullptr : &*found;
}

void NoticeBar::dismiss() {
    if (!m_notices.empty()) {
        m_notices.pop_front();
        present();
    }
}

void NoticeBar::act(std::size_t index) {
    if (m_notices.empty() || index >= m_notices.front().actions.size()) {
        return;
    }
    const auto run = m_notices.front().actions[index].run;
    dismiss();
    run();
}

void NoticeBar::focusFirst() {
    for (QWidget *widget :
         {static_cast<QWidget *>(m_actions[0]), static_cast<QWidget *>(m_details), static_cast<QWidget *>(m_close)}) {
        if (widget->isVisible()) {
            widget->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

void NoticeBar::present() {
    m_timer.stop();
    m_details->setChecked(false);
    if (m_notices.empty()) {
        if (isAncestorOf(QApplication::focusWidget())) {
            focusNextChild();
        }
        hide();
        return;
    }
    const Notice &notice = m_notices.front();
    const Face face = faceOf(notice.kind);
    setProperty("notice", QString::fromLatin1(face.property));
    style()->unpolish(this);
    style()->polish(this);
    m_icon->setIcon(icon(face.icon, face.tone));
    m_icon->setAccessibleName(wordOf(notice.kind));
    const QString what = notice.what.toHtmlEscaped();
    const QString remedy = notice.remedy.toHtmlEscaped();
    m_text->setText(remedy.isEmpty() ? QStringLiteral("<b>%1</b>").arg(what)
                                     : QStringLiteral("<b>%1</b> &nbsp;%2").arg(what, remedy));
    const int others = int(m_notices.size()) - 1;
    m_more->setText(tr("%n more", nullptr, others));
    m_more->setVisible(others > 0);
    for (std::size_t i = 0; i < 2; ++i) {
        m_actions[i]->setVisible(i < notice.actions.size());
        if (i < notice.actions.size()) {
            m_actions[i]->setText(notice.actions[i].text);
        }
    }
    m_details->setVisible(!notice.detail.isEmpty());
    m_detail->setPlainText(notice.detail);
    setAccessibleName(wordOf(notice.kind));
    setAccessibleDescription(notice.what + u' ' + notice.remedy);
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    restartTimer();
}

void NoticeBar::restartTimer() {
    const Notice *notice = current();
    if (notice && (notice->kind == Notice::Kind::Info || notice->kind == Notice::Kind::Good)) {
        m_timer.start();
    }
}

void NoticeBar::enterEvent(QEnterEvent *event) {
    m_timer.stop();
    QFrame::enterEvent(event);
}

void NoticeBar::leaveEvent(QEvent *event) {
    restartTimer();
    QFrame::leaveEvent(event);
}

} // namespace ui::shared
