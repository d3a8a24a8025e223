// SPDX-License-Identifier: MIT
//
// Nothing: the library that owns the precompiled header has to have a source.
