#ifndef VERSION_H
#define VERSION_H
#define PROJECTS_VERSION 3
#endif
