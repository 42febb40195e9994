# SPDX-License-Identifier: Apache-2.0
# Tests by cmocka, run by CTest.

find_path(TC3_CMOCKA_INCLUDE_DIR cmocka.h)
find_library(TC3_CMOCKA_LIBRARY cmocka)
mark_as_advanced(TC3_CMOCKA_INCLUDE_DIR TC3_CMOCKA_LIBRARY)
if(NOT TC3_CMOCKA_INCLUDE_DIR OR NOT TC3_CMOCKA_LIBRARY)
  message(FATAL_ERROR "tc3: the tests need cmocka, which was not found. Install it (Debian: "
    "libcmocka-dev), or build without tests by -DTC3_BUILD_TESTS=OFF.")
endif()
add_library(tc3_cmocka INTERFACE)
target_include_directories(tc3_cmocka SYSTEM INTERFACE "${TC3_CMOCKA_INCLUDE_DIR}")
target_link_libraries(tc3_cmocka INTERFACE "${TC3_CMOCKA_LIBRARY}")

# tc3_add_test(NAME LABEL label SOURCES file... [LIBRARIES target...] [TIMEOUT seconds]):
# a test program NAME. It finds fixtures below TC3_TEST_DATA, a path that ends without slash. Tests
# with the label "unit" also run under valgrind. The time limit only ends a hang; it is no verdict.
function(tc3_add_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(test_${name} ${arg_SOURCES})
  tc3_own_target(test_${name})
  target_compile_definitions(test_${name} PRIVATE
    "TC3_TEST_DATA=\"${PROJECT_SOURCE_DIR}/test/data\"")
  target_link_libraries(test_${name} PRIVATE ${arg_LIBRARIES} tc3_cmocka)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT})
endfunction()
