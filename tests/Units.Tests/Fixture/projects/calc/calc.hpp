#pragma once
int total(int first, int last);
