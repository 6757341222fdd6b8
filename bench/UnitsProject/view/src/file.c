#include "picture.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int picture_write(const struct picture *picture, const char *path) {
  png_image image;
  memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = picture->width;
  image.height = picture->height;
  image.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&image, path, 0, picture->pixels, 0, NULL))
    return 1;
  fprintf(stderr, "%s: %s\n", path, image.message);
  return 0;
}

int picture_read(struct picture *picture, const char *path) {
  png_image image;
  memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_file(&image, path)) {
    fprintf(stderr, "%s: %s\n", path, image.message);
    return 0;
  }
  image.format = PNG_FORMAT_RGB;
  picture->width = image.width;
  picture->height = image.height;
  picture->pixels = malloc(PNG_IMAGE_SIZE(image));
  if (picture->pixels != NULL && png_image_finish_read(&image, NULL, picture->pixels, 0, NULL))
    return 1;
  fprintf(stderr, "%s: %s\n", path, image.message);
  png_image_free(&image);
  return 0;
}
