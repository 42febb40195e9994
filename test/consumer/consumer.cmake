# SPDX-License-Identifier: Apache-2.0
set(strict -std=c99 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

add_executable(consumer ../main.c)
target_compile_options(consumer PRIVATE ${strict})
target_link_libraries(consumer PRIVATE tc3::core tc3::posix)

# The program that README.md shows. It would ask the real service: it is built and not run.
if(CONSUMER_TLS)
  file(READ "${CMAKE_CURRENT_LIST_DIR}/../../README.md" readme)
  string(REGEX MATCH "```c\n([^`]*)```" found "${readme}")
  if(NOT found)
    message(FATAL_ERROR "README.md shows no C program")
  endif()
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/readme.c" "${CMAKE_MATCH_1}")
  add_executable(readme "${CMAKE_CURRENT_BINARY_DIR}/readme.c")
  target_compile_options(readme PRIVATE ${strict})
  target_link_libraries(readme PRIVATE tc3::core tc3::posix tc3::mbedtls)
endif()
