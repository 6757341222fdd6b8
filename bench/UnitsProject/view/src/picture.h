#ifndef PICTURE_H
#define PICTURE_H

#include <stddef.h>

/* Eight bits each of red, green and blue. */
struct picture {
  unsigned width;
  unsigned height;
  unsigned char *pixels;
};

/* Draws something that compresses neither well nor badly. 0: no memory. */
int picture_draw(struct picture *picture, unsigned width, unsigned height);

size_t picture_size(const struct picture *picture);

void picture_free(struct picture *picture);

/* 0: failed, and the reason was said. */
int picture_write(const struct picture *picture, const char *path);
int picture_read(struct picture *picture, const char *path);

unsigned long picture_sum(const struct picture *picture);

#endif
