#include "ui/performance/performance_acts.h"

#include <QAction>

namespace ui::performance {

PerformanceActs::PerformanceActs(QObject *parent) : Acts(parent) {
    add(Hold, "performance.hold", tr("&Hold still"), u"pause", tr("What is seen stays while measuring goes on (P)"));
    add(Now, "performance.now", tr("Back to &now"), u"skip",
        tr("Follow the newest values again (End, or a double click)"));
    add(AsTable, "performance.as_table", tr("As a &table"), u"table", tr("The same numbers as a table"));
    add(SavePicture, "performance.save_picture", tr("Save as &picture …"), u"save",
        tr("What is seen, as a picture (PNG) or drawing (SVG)"));
    add(SaveTable, "performance.save_table", tr("Save as table (&CSV) …"), u"export",
        tr("The numbers of the time that is seen, for a spreadsheet"));
    add(OpenMeasure, "performance.measure", tr("&Measure …"), u"speed",
        tr("How fast this computer speaks, whether it was faster before, where the time goes, and a self-test"));
    add(OpenClocks, "performance.clocks", tr("GPU cl&ocks …"), u"pin",
        tr("Whether the clocks of the graphics card are locked; lock or release them"));
    setMissing(OpenClocks, tr("There is no graphics card that tells of its clocks"));
    (*this)[Hold]->setCheckable(true);
    (*this)[AsTable]->setCheckable(true);
}

QList<QAction *> PerformanceActs::all() const {
    return {(*this)[Hold],      (*this)[Now],         (*this)[AsTable],   (*this)[SavePicture],
            (*this)[SaveTable], (*this)[OpenMeasure], (*this)[OpenClocks]};
}

} // namespace ui::performance

#include "moc_performance_acts.cpp"
