// The look of the whole program: two designed palettes, one style sheet (resources/style/studio.qss), sizes and fonts.
// Panes never write colours or style strings: they take coloursOf() or give a widget a role that the style sheet knows.
#pragma once

#include <QColor>
#include <QObject>
#include <QPalette>

class QApplication;

namespace ui {

enum class Appearance { System, Light, Dark };

// Everything readable reaches a contrast of 4.5:1 on all three surfaces, outlines of controls 3:1 on the first two
// (tests/ui/tst_contrast.cpp computes it).
struct Colours {
    QColor window, panel, control;        // the three neutral surfaces
    QColor text, quiet, faint;            // faint is for disabled controls only
    QColor accent, onAccent, accentHover; // teal: the one thing to press, selection, waveforms
    QColor good, attention, alarm;        // always with an icon or a word
    QColor outline, hairline;             // around controls; between surfaces
    QColor mark;                          // behind text that was found; text stands on it
    bool dark = false;
};

const Colours &lightColours();
const Colours &darkColours();
// Ours are told apart by the lightness of the window colour, so that any widget knows its colours from its palette.
const Colours &coloursOf(const QPalette &palette);

// WCAG 2.1 contrast ratio, 1…21, of two opaque colours.
double contrast(const QColor &one, const QColor &other);

inline constexpr int kBodyPixels = 13;
inline constexpr int kHeadingPixels = 15;
inline constexpr int kFigurePixels = 20;
inline constexpr int kGrid = 8;
inline constexpr int kRow = 32;

// A look from resources/style/studio.qss: "heading", "figure", "quiet" (labels), "primary", "compact", "segment",
// "status", "on-air", "big", "panic" (buttons), "attention" (labels, buttons), "card", "popup", "line" (frames),
// "entries" (headings), "editor".
void setRole(QWidget *widget, const char *role);

// The same font with digits of equal width; another family when its own digits differ.
QFont withTabularDigits(const QFont &font);

// Owns the application's style, palette, fonts and style sheet. One per application, made before the first window.
class Theme : public QObject {
    Q_OBJECT

public:
    explicit Theme(QApplication &application, QObject *parent = nullptr);

    void setAppearance(Appearance appearance);
    Appearance appearance() const { return m_appearance; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool systemIsDark();
    void apply();

    QApplication &m_application;
    Appearance m_appearance = Appearance::System;
    bool m_applying = false;
    int m_bodyPixels = kBodyPixels;
};

} // namespace ui
