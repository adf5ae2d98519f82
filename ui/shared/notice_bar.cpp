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
#include <utility>

#include "ui/shared/icons.h"
#include "ui/shared/labels.h"
#include "ui/theme.h"

namespace ui::shared {
namespace {

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

bool isNews(const Notice &notice) {
    return notice.kind == Notice::Kind::Info || notice.kind == Notice::Kind::Good;
}

// What was only news has been seen when something else happens.
bool givesWayTo(const Notice &old, const QString &newSubject) {
    return (!newSubject.isEmpty() && old.subject == newSubject) || (isNews(old) && old.actions.empty());
}

bool haveSameButtons(const Notice &a, const Notice &b) {
    return std::equal(a.actions.begin(), a.actions.end(), b.actions.begin(), b.actions.end(),
                      [](const NoticeAction &one, const NoticeAction &other) { return one.text == other.text; });
}

} // namespace

NoticeBar::NoticeBar(QWidget *parent, NoticeStays stays) : QFrame(parent), m_stays(stays) {
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
        m_actions[i]->setFocusPolicy(Qt::TabFocus); // a click does not keep the bar
        connect(m_actions[i], &QPushButton::clicked, this, [this, i] { act(i); });
        line->addWidget(m_actions[i]);
    }
    m_details = new QPushButton(tr("Details"), this);
    setRole(m_details, "compact");
    m_details->setFocusPolicy(Qt::TabFocus);
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
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (isHeld()) {
            restartTimer();
        } else {
            dismiss();
        }
    });
    // Later: the focus also moves while a message is laid out.
    connect(qApp, &QApplication::focusChanged, this, &NoticeBar::letGo, Qt::QueuedConnection);
    hide();
}

bool NoticeBar::goesFirst(const Entry &a, const Entry &b) {
    const auto isUrgent = [](const Notice &notice) { return notice.kind == Notice::Kind::Alarm || notice.answers; };
    const bool aUrgent = isUrgent(a.notice);
    const bool bUrgent = isUrgent(b.notice);
    return aUrgent != bUrgent ? aUrgent : a.number > b.number;
}

// The window's focus, not the program's: it comes back to the same button when the window is active again.
bool NoticeBar::isHeld() const {
    return isVisible() && (underMouse() || isAncestorOf(window()->focusWidget()));
}

void NoticeBar::post(Notice notice) {
    Q_EMIT posted(notice);
    const bool held = isHeld() && !m_notices.empty();
    if (held && !notice.subject.isEmpty() && current()->subject == notice.subject &&
        haveSameButtons(*current(), notice)) {
        m_notices.front() = {std::move(notice), ++m_number};
        present();
        return;
    }
    const int stays = held ? 1 : 0;
    m_notices.erase(std::remove_if(m_notices.begin() + stays, m_notices.end(),
                                   [&](const Entry &old) { return givesWayTo(old.notice, notice.subject); }),
                    m_notices.end());
    m_notices.push_back({std::move(notice), ++m_number});
    std::sort(m_notices.begin() + stays, m_notices.end(), &NoticeBar::goesFirst);
    if (held) {
        showOthers();
    } else {
        present();
    }
}

void NoticeBar::post(Notice::Kind kind, const QString &subject, const app::Problem &problem,
                     std::vector<NoticeAction> actions) {
    post({kind, problem.what, problem.remedy, problem.detail, std::move(actions), subject});
}

// What came while the bar was held has its turn.
void NoticeBar::letGo() {
    if (m_notices.empty() || isHeld()) {
        return;
    }
    const quint64 shown = m_notices.front().number;
    std::sort(m_notices.begin(), m_notices.end(), &NoticeBar::goesFirst);
    if (m_notices.front().number == shown) {
        return;
    }
    const QString newest = current()->subject;
    std::erase_if(m_notices, [&](const Entry &old) { return old.number == shown && givesWayTo(old.notice, newest); });
    present();
}

void NoticeBar::withdraw(const QString &subject) {
    const quint64 shown = m_notices.empty() ? 0 : m_notices.front().number;
    if (std::erase_if(m_notices, [&](const Entry &old) { return old.notice.subject == subject; }) == 0) {
        return;
    }
    if (!m_notices.empty() && m_notices.front().number == shown) {
        showOthers();
    } else {
        present();
    }
}

// The newest: while the bar is held, an older one may still be shown.
const Notice *NoticeBar::about(const QString &subject) const {
    const Entry *newest = nullptr;
    for (const Entry &entry : m_notices) {
        if (entry.notice.subject == subject && (!newest || entry.number > newest->number)) {
            newest = &entry;
        }
    }
    return newest ? &newest->notice : nullptr;
}

std::vector<const Notice *> NoticeBar::all() const {
    std::vector<const Notice *> notices;
    for (const Entry &entry : m_notices) {
        notices.push_back(&entry.notice);
    }
    return notices;
}

Notice NoticeBar::take() {
    Notice notice = std::move(m_notices.front().notice);
    m_notices.pop_front();
    present();
    return notice;
}

void NoticeBar::dismiss() {
    if (!m_notices.empty()) {
        if (const Notice notice = take(); notice.dropped) {
            notice.dropped();
        }
    }
}

void NoticeBar::act(std::size_t index) {
    if (!m_notices.empty() && index < current()->actions.size()) {
        take().actions[index].run();
    }
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
        showOthers();
        return;
    }
    const Notice &notice = m_notices.front().notice;
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
    showOthers();
}

void NoticeBar::showOthers() {
    m_more->setText(tr("%n more", nullptr, count() - 1));
    m_more->setVisible(count() > 1);
    if (std::exchange(m_count, count()) != count()) {
        Q_EMIT countChanged(count());
    }
}

void NoticeBar::restartTimer() {
    if (const Notice *notice = current(); notice && isNews(*notice)) {
        m_timer.start(notice->actions.empty() ? m_stays.news : m_stays.offers);
    }
}

void NoticeBar::enterEvent(QEnterEvent *event) {
    m_timer.stop();
    QFrame::enterEvent(event);
}

void NoticeBar::leaveEvent(QEvent *event) {
    restartTimer();
    QFrame::leaveEvent(event);
    letGo();
}

} // namespace ui::shared

#include "moc_notice_bar.cpp"
