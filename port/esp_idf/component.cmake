# SPDX-License-Identifier: Apache-2.0
# The repository as an ESP-IDF component, included by the root CMakeLists.txt. ESP-IDF reads it
# twice: first in script mode, where only the requirements of idf_component_register() count.
#
# jsmn.h 1.1.0 comes from, in this order: the CMake variable or environment variable
# TC3_JSMN_INCLUDE_DIR; build/deps, where tools/fetch-deps puts it; the component espressif/jsmn
# ~1.1.0, which idf_component.yml asks the component manager for. jsmn 1.2.0 of the registry does
# not serve: it refuses the single token, followed by a comma, that the core gives to it.
set(tc3_root "${CMAKE_CURRENT_LIST_DIR}/../..")
get_filename_component(tc3_root "${tc3_root}" ABSOLUTE)

file(GLOB tc3_sources "${tc3_root}/core/*.c" "${tc3_root}/port/mbedtls/*.c"
  "${tc3_root}/port/esp_idf/*.c")
list(APPEND tc3_sources
  "${tc3_root}/port/posix/address.c"
  "${tc3_root}/port/posix/resolver.c"
  "${tc3_root}/port/posix/resolver_thread.c"
  "${tc3_root}/port/posix/socket.c"
  "${tc3_root}/port/posix/system_lookup.c")

set(tc3_jsmn_dir "")
if(TC3_JSMN_INCLUDE_DIR)
  set(tc3_jsmn_dir "${TC3_JSMN_INCLUDE_DIR}")
elseif(DEFINED ENV{TC3_JSMN_INCLUDE_DIR})
  set(tc3_jsmn_dir "$ENV{TC3_JSMN_INCLUDE_DIR}")
elseif(EXISTS "${tc3_root}/build/deps/jsmn-1.1.0/jsmn.h")
  set(tc3_jsmn_dir "${tc3_root}/build/deps/jsmn-1.1.0")
endif()

idf_component_register(
  SRCS ${tc3_sources}
  INCLUDE_DIRS
    "${tc3_root}/core/include"
    "${tc3_root}/port/mbedtls/include"
    "${tc3_root}/port/posix/include"
    "${tc3_root}/port/esp_idf/include"
  PRIV_INCLUDE_DIRS "${tc3_root}/port/posix"
  REQUIRES mbedtls
  PRIV_REQUIRES esp_hw_support esp_timer freertos lwip nvs_flash pthread vfs)

if(tc3_jsmn_dir)
  if(NOT EXISTS "${tc3_jsmn_dir}/jsmn.h")
    message(FATAL_ERROR "tc3: ${tc3_jsmn_dir} (TC3_JSMN_INCLUDE_DIR) does not hold jsmn.h")
  endif()
  target_include_directories(${COMPONENT_LIB} BEFORE PRIVATE "${tc3_jsmn_dir}")
else()
  idf_build_get_property(tc3_components BUILD_COMPONENTS)
  if(NOT "jsmn" IN_LIST tc3_components AND NOT "espressif__jsmn" IN_LIST tc3_components)
    message(FATAL_ERROR "tc3: jsmn.h was not found. Let ESP-IDF's component manager bring "
      "espressif/jsmn ~1.1.0 (it does unless it is turned off by IDF_COMPONENT_MANAGER=0), or run "
      "tools/fetch-deps jsmn, or give the directory of jsmn.h 1.1.0 by -DTC3_JSMN_INCLUDE_DIR=DIR.")
  endif()
endif()

# The sizes of menuconfig, for this component and all that include its headers.
foreach(tc3_option IN ITEMS
    SHA256_CONTEXT_SIZE JSON_WINDOW_SIZE JSON_DEPTH RECEIVE_SIZE SEND_SIZE API_CODE_SIZE
    API_MESSAGE_SIZE REQUEST_ID_SIZE AGENT_NAME_SIZE DEFAULT_DEADLINE_MS DEFAULT_ATTEMPTS
    SOCKET_ADDRESSES SOCKET_LOOKUPS TLS_SESSION_LIFETIME ESP_CREDENTIAL_SIZE)
  target_compile_definitions(${COMPONENT_LIB} PUBLIC
    "TC3_${tc3_option}=${CONFIG_TC3_${tc3_option}}")
endforeach()
