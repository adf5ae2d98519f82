#include "ui/server/server_acts.h"

#include <QAction>

namespace ui::server {

ServerActs::ServerActs(QObject *parent) : Acts(parent) {
    add(Switch, "server.switch", tr("Server &on"), u"server", tr("Lets other programs speak through the Studio"));
    add(CopyAddress, "server.copy_address", tr("Copy the &address"), u"copy",
        tr("Where other programs reach the server"));
    add(CopyToken, "server.copy_token", tr("Copy the &token"), u"copy",
        tr("What a program must send to be answered; keep it to yourself"));
    add(CopyCurl, "server.copy_curl", tr("Copy a line for &curl"), u"copy",
        tr("A line for a shell that makes hello.wav"));
    add(CopyPython, "server.copy_python", tr("Copy lines for &Python"), u"copy",
        tr("A program for Python and its package openai that makes hello.wav"));
    add(NewToken, "server.new_token", tr("Make a &new token"), u"again",
        tr("Whoever has the old one is refused from then on"));
    (*this)[Switch]->setCheckable(true);
}

QList<QAction *> ServerActs::all() const {
    QList<QAction *> acts;
    for (const Act act : {Switch, CopyAddress, CopyToken, CopyCurl, CopyPython, NewToken})
        acts << (*this)[act];
    return acts;
}

} // namespace ui::server

#include "moc_server_acts.cpp"
