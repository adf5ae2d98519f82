#include "ui/settings/original_desk.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <utility>

#include "app/danmaku/live_stage.h"
#include "app/settings/settings.h"
#include "app/storage/storage_error.h"
#include "engine/error.h"
#include "ui/shared/notice_bar.h"

namespace ui::settings {

using app::danmaku::Rules;
using app::danmaku::RulesImported;
using app::voices::OriginalSettings;
using app::voices::SettingsTaken;
using shared::Notice;

namespace {

const QString kTakenOver = QStringLiteral("settings of iShowTTS");

} // namespace

OriginalDesk::OriginalDesk(Uses uses, QObject *parent) : QObject(parent), m_uses(std::move(uses)) {}

void OriginalDesk::take(const QString &file) {
    QThreadPool::globalInstance()->start(
        [file, roots = m_uses.roots, before = m_uses.stage.rules(), desk = QPointer(this)] {
            const auto tell = [desk](auto what) {
                QMetaObject::invokeMethod(
                    qApp,
                    [desk, what] {
                        if (desk)
                            what(*desk);
                    },
                    Qt::QueuedConnection);
            };
            try {
                const OriginalSettings original = app::voices::readOriginalSettings(file, roots);
                std::optional<RulesImported> rules;
                if (original.hasRules)
                    rules = app::danmaku::importOriginalRules(file, before);
                tell([file, original, rules, before](OriginalDesk &self) {
                    if (rules && self.m_uses.stage.rules() != before) // they were changed meanwhile
                        self.take(file);
                    else
                        self.done(original, rules);
                });
            } catch (const app::storage::Error &error) {
                tell([problem = error.problem()](OriginalDesk &self) { self.failed(problem); });
            } catch (const engine::Error &error) {
                const app::Problem problem{QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
                tell([problem](OriginalDesk &self) { self.failed(problem); });
            }
        });
}

void OriginalDesk::done(const OriginalSettings &original, const std::optional<RulesImported> &rules) {
    const SettingsTaken taken = app::voices::takeSettings(original, m_uses.settings, m_uses.serverIsOn());
    const Rules before = m_uses.stage.rules();
    const QStringList channels = m_uses.settings.twitchChannels();
    if (rules)
        m_uses.stage.setRules(rules->rules);
    QStringList named;
    if (rules && !rules->channels.isEmpty())
        m_uses.settings.setTwitchChannels(
            named = app::danmaku::withImported(channels, m_uses.stage.channels(), rules->channels));
    QStringList lines = taken.taken;
    if (rules)
        for (const QString &line : rules->taken)
            lines << tr("Rules of reading: %1").arg(line);
    const int count = int(lines.size());
    QStringList left = taken.left;
    if (rules)
        for (const QString &line : rules->left)
            left << tr("Rules of reading: %1").arg(line);
    if (!left.isEmpty())
        lines << QString() << tr("Not taken over:") << left;
    std::vector<shared::NoticeAction> actions;
    if (count > 0)
        actions.push_back({tr("Undo"), [this, taken, rules, before, channels, named] {
                               app::voices::giveBack(taken, m_uses.settings);
                               if (!rules)
                                   return;
                               m_uses.stage.setRules(
                                   app::danmaku::withoutImported(m_uses.stage.rules(), before, rules->rules));
                               if (!named.isEmpty() && m_uses.settings.twitchChannels() == named) // else others came
                                   m_uses.settings.setTwitchChannels(channels);
                           }});
    m_uses.notices.post(
        count > 0 ? Notice::Kind::Good : Notice::Kind::Info, kTakenOver,
        {count > 0 ? tr("%n settings of iShowTTS were taken over.", nullptr, count) : tr("No setting was taken over."),
         tr("Details says which, and what was not and why."), lines.join(u'\n')},
        std::move(actions));
}

void OriginalDesk::failed(const app::Problem &problem) {
    m_uses.notices.post(Notice::Kind::Attention, kTakenOver, problem, {});
}

} // namespace ui::settings

#include "moc_original_desk.cpp"
