// A program that listens as fast as it can, made to be killed. It prints each thing before and after it is on the disk:
//   session ID          try|done NUMBER KIND EVENT          problem TEXT
#pragma once

#include <QString>

#include "app/listening/test_design.h"

app::listening::TestDesign designOfRestlessListeners();
// Goes on with the newest session of the library that is not finished, or begins one. Until it is killed.
int runRestlessListener(const QString &folder, unsigned seed);
