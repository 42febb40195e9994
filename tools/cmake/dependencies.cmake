# SPDX-License-Identifier: Apache-2.0
# Where jsmn, mbedTLS and lwIP come from: what the user names, else what tools/fetch-deps brought.
# Nothing is downloaded here. The versions are those of tools/lib/dependencies.sh.

set(TC3_DEPS_DIR "${CMAKE_CURRENT_SOURCE_DIR}/build/deps" CACHE PATH
  "Where tools/fetch-deps put the third-party sources")
set(TC3_JSMN_INCLUDE_DIR "" CACHE PATH "The directory that holds jsmn.h 1.1.0")
set(TC3_MBEDTLS_SOURCE_DIR "" CACHE PATH
  "mbedTLS sources (3.6, or 2.28), built with this project's configuration")
set(TC3_LWIP_SOURCE_DIR "" CACHE PATH "lwIP sources (2.2, or 2.1)")
option(TC3_SYSTEM_MBEDTLS "Use the system's libmbedtls instead of building mbedTLS" OFF)

# tc3_locate(RESULT MARK VALUE DEFAULT): RESULT is VALUE if the user gave one (then MARK must be in
# it), else DEFAULT if it holds MARK, else empty.
function(tc3_locate result mark value default)
  if(value)
    if(NOT EXISTS "${value}/${mark}")
      message(FATAL_ERROR "tc3: ${value} (given by the user) does not hold ${mark}")
    endif()
    set(${result} "${value}" PARENT_SCOPE)
  elseif(EXISTS "${default}/${mark}")
    set(${result} "${default}" PARENT_SCOPE)
  else()
    set(${result} "" PARENT_SCOPE)
  endif()
endfunction()

tc3_locate(tc3_jsmn_dir jsmn.h "${TC3_JSMN_INCLUDE_DIR}" "${TC3_DEPS_DIR}/jsmn-1.1.0")
if(NOT tc3_jsmn_dir)
  find_path(tc3_system_jsmn jsmn.h)
  mark_as_advanced(tc3_system_jsmn)
  set(tc3_jsmn_dir "${tc3_system_jsmn}")
endif()
if(NOT tc3_jsmn_dir)
  message(FATAL_ERROR "tc3: jsmn.h was not found. Run tools/fetch-deps, or give its directory by "
    "-DTC3_JSMN_INCLUDE_DIR=DIR, or install it (Debian: libjsmn-dev).")
endif()

tc3_locate(tc3_mbedtls_dir include/mbedtls/ssl.h "${TC3_MBEDTLS_SOURCE_DIR}"
  "${TC3_DEPS_DIR}/mbedtls-3.6.6")
tc3_locate(tc3_lwip_dir src/include/lwip/init.h "${TC3_LWIP_SOURCE_DIR}"
  "${TC3_DEPS_DIR}/lwip-2.2.1")

add_library(tc3_jsmn INTERFACE)
add_library(tc3::jsmn ALIAS tc3_jsmn)
target_include_directories(tc3_jsmn SYSTEM INTERFACE "${tc3_jsmn_dir}")
