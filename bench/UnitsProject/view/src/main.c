#include "picture.h"

#include <png.h>
#include <stdio.h>
#include <zlib.h>

/* Writes a picture, reads it again, and says what came of it. */
int main(int argc, char **argv) {
  const char *path = argc > 1 ? argv[1] : "view.png";
  struct picture drawn, found;
  if (!picture_draw(&drawn, 320, 200) || !picture_write(&drawn, path) || !picture_read(&found, path))
    return 1;
  printf("libpng %s (%lu), zlib %s\n", png_get_libpng_ver(NULL), (unsigned long)png_access_version_number(), zlibVersion());
  printf("%ux%u, sum %08lx, %s\n", found.width, found.height, picture_sum(&found), picture_sum(&found) == picture_sum(&drawn) ? "as drawn" : "another");
  picture_free(&drawn);
  picture_free(&found);
  return 0;
}
