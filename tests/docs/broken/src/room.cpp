// SPDX-License-Identifier: MIT
int first;
int between;
int second;
const char* code = "room.undocumented";
