#include "ui/danmaku/queue_acts.h"

#include <QAction>

namespace ui::danmaku {

DanmakuActs::DanmakuActs(QObject *parent) : Acts(parent) {
    add(Pause, "danmaku.pause", tr("&Pause reading"), u"pause", tr("Stop where it is, or go on"),
        {QKeySequence(Qt::CTRL | Qt::Key_F11)});
    add(Skip, "danmaku.skip", tr("S&kip"), u"skip", tr("Leave out the rest of what is on air"),
        {QKeySequence(Qt::CTRL | Qt::Key_F12)});
    add(Mute, "danmaku.mute", tr("&Silence at once"), u"silence",
        tr("Silence at once; nothing is read until you press it again"),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F12)});
    add(HoldAll, "danmaku.hold_all", tr("&Hold while I talk"), u"microphone",
        tr("What is on air is read to its end; nothing new begins until you press it again"),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F11)});
    add(Clear, "danmaku.clear", tr("&Clear the queue"), u"remove",
        tr("Take out all that waits, but what you hold and what is offered; it can be undone"));
    add(Undo, "danmaku.undo", tr("&Undo in the queue"), u"undo", tr("Take the last act of the last 30 s back"));
    add(Connect, "danmaku.connect", tr("Connect to &Twitch …"), u"connect", tr("Read the chat of a Twitch channel"));
    add(Reconnect, "danmaku.reconnect", tr("Reconnect &now"), u"again", tr("Try what is away again, without waiting"));
    add(Rehearse, "danmaku.rehearse", tr("&Rehearse with a crowd"), u"voice",
        tr("A made-up chat, to try everything without going live"));
    add(Replay, "danmaku.replay", tr("Rep&lay a recording …"), u"folder", tr("A recorded chat, as it came"));
    add(Record, "danmaku.record", tr("Record the chat …"), u"save",
        tr("Write what comes in to a file that can be replayed; again: end it"));
    add(StopSources, "danmaku.stop_sources", tr("&Disconnect all"), u"stop", tr("No new messages come"));
    add(Type, "danmaku.type", tr("T&ype a line"), u"text", tr("Type something that goes on air at once"),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)});
    add(Approve, "danmaku.approve", tr("&Approve"), u"check", tr("Let it be read"), {Qt::Key_A});
    add(ReadNext, "danmaku.read_next", tr("Read ne&xt"), u"line-up", tr("Read it before everything else"), {Qt::Key_N});
    add(Hold, "danmaku.hold", tr("H&old, or let go"), u"pin", tr("Put it aside, or back into the queue"), {Qt::Key_H});
    add(Up, "danmaku.up", tr("Move it up"), u"line-up", tr("One place up: Alt+Up in the queue"));
    add(Down, "danmaku.down", tr("Move it down"), u"line-down", tr("One place down: Alt+Down in the queue"));
    add(Edit, "danmaku.edit", tr("&Edit its text"), u"pencil", tr("Change what is read"), {Qt::Key_E, Qt::Key_F2});
    add(Preview, "danmaku.preview", tr("Hear it &first"), u"play", tr("Hear it on your monitor only, or stop that"),
        {Qt::Key_P});
    add(Voice, "danmaku.voice", tr("Change its &voice …"), u"voice", tr("Read it with another voice"), {Qt::Key_V});
    add(BanPerson, "danmaku.ban_person", tr("&Ban this person"), u"ban",
        tr("Nothing of this person is read any more; it can be undone"), {Qt::Key_B});
    add(BanPhrase, "danmaku.ban_phrase", tr("Ban a phrase …"), u"ban", tr("Nothing with these words is read"));
    add(Remove, "danmaku.remove", tr("Remove it"), u"remove", tr("Take it out of the queue; it can be undone"),
        {Qt::Key_Delete});
    add(Requeue, "danmaku.requeue", tr("Read it a&gain"), u"again", tr("Put it into the queue again"), {Qt::Key_R});
    add(Copy, "danmaku.copy", tr("Copy its text"), u"copy", tr("Copy who wrote what"));
    add(Rules, "danmaku.rules", tr("Rules of read&ing …"), u"settings",
        tr("What is read, in which order, how long it may wait, how names are said"));
    add(Compact, "danmaku.compact", tr("Compact &window"), u"on-air",
        tr("A small window with large buttons, for a second screen"));
    add(KeysElsewhere, "danmaku.keys_elsewhere", tr("Keys in other progra&ms"), u"keyboard",
        tr("The keys of the four large buttons count whichever program has the keyboard, where the desktop allows "
           "that"));
    add(Listen, "danmaku.listen", tr("Hold while my microphone hears me"), u"microphone",
        tr("Nothing new begins while the microphone hears you; its sound is only measured"));
    add(Microphone, "danmaku.microphone", tr("Microphone for holding …"), u"settings",
        tr("Which microphone, and how loud is talk"));
    for (const Act act : {Pause, Skip, Mute, HoldAll})
        (*this)[act]->setShortcutContext(Qt::WindowShortcut);
    (*this)[Pause]->setIconText(tr("Pause")); // on large buttons
    (*this)[Skip]->setIconText(tr("Skip"));
    (*this)[Mute]->setIconText(tr("Silence"));
    (*this)[HoldAll]->setIconText(tr("Hold"));
    for (const Act act : {Pause, Mute, HoldAll, Record, KeysElsewhere, Listen})
        (*this)[act]->setCheckable(true);
}

std::vector<QList<QAction *>> DanmakuActs::groups() const {
    const auto &of = *this;
    return {
        {of[Pause], of[Skip], of[Mute], of[HoldAll], of[Clear], of[Undo]},
        {of[Connect], of[Reconnect], of[Rehearse], of[Replay], of[Record], of[StopSources]},
        {of[Type], of[Rules], of[Compact], of[KeysElsewhere], of[Listen], of[Microphone]},
    };
}

std::vector<QList<QAction *>> DanmakuActs::ofItem() const {
    const auto &of = *this;
    return {{of[Approve], of[ReadNext], of[Hold], of[Up], of[Down]},
            {of[Edit], of[Preview], of[Voice]},
            {of[BanPerson], of[BanPhrase], of[Remove]},
            {of[Requeue], of[Copy]}};
}

QList<QAction *> DanmakuActs::keysOfItem() const {
    const auto &of = *this;
    return {of[Approve], of[ReadNext],  of[Hold],   of[Edit],   of[Preview],
            of[Voice],   of[BanPerson], of[Remove], of[Requeue]};
}

} // namespace ui::danmaku

#include "moc_queue_acts.cpp"
