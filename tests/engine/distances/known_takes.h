// The takes and figures of tests/reference/make_distance_reference.py.
#pragma once

#include <QJsonObject>
#include <QString>

#include <filesystem>

#include "engine/clip.h"

// "slt", "noisy" or "rms".
engine::Clip knownTake(const QString &name);

std::filesystem::path distancesFolder();
QJsonObject knownDistances(); // distances.json

// Says both figures when they are further apart than `within`.
bool isNear(double value, double wanted, double within);
