#include "picture.h"

#include <stdlib.h>

size_t picture_size(const struct picture *picture) {
  return (size_t)picture->width * picture->height * 3;
}

int picture_draw(struct picture *picture, unsigned width, unsigned height) {
  picture->width = width;
  picture->height = height;
  picture->pixels = malloc(picture_size(picture));
  if (picture->pixels == NULL)
    return 0;
  unsigned char *at = picture->pixels;
  for (unsigned y = 0; y < height; y++) {
    for (unsigned x = 0; x < width; x++) {
      *at++ = (unsigned char)(x * y);
      *at++ = (unsigned char)(x ^ y);
      *at++ = (unsigned char)(x + 3 * y);
    }
  }
  return 1;
}

void picture_free(struct picture *picture) {
  free(picture->pixels);
  picture->pixels = NULL;
}
