# SPDX-License-Identifier: Apache-2.0
# tc3::mbedtls_library from targets that the including build already has, or from the system.

if(NOT TARGET tc3::mbedtls_library)
  add_library(tc3::mbedtls_library INTERFACE IMPORTED GLOBAL)
  if(TARGET MbedTLS::mbedtls)
    set_property(TARGET tc3::mbedtls_library PROPERTY INTERFACE_LINK_LIBRARIES MbedTLS::mbedtls)
  else()
    find_path(TC3_SYSTEM_MBEDTLS_INCLUDE_DIR mbedtls/ssl.h)
    find_library(TC3_SYSTEM_MBEDTLS_LIBRARY mbedtls)
    find_library(TC3_SYSTEM_MBEDX509_LIBRARY mbedx509)
    find_library(TC3_SYSTEM_MBEDCRYPTO_LIBRARY mbedcrypto)
    mark_as_advanced(TC3_SYSTEM_MBEDTLS_INCLUDE_DIR TC3_SYSTEM_MBEDTLS_LIBRARY
      TC3_SYSTEM_MBEDX509_LIBRARY TC3_SYSTEM_MBEDCRYPTO_LIBRARY)
    if(NOT TC3_SYSTEM_MBEDTLS_INCLUDE_DIR OR NOT TC3_SYSTEM_MBEDTLS_LIBRARY
        OR NOT TC3_SYSTEM_MBEDX509_LIBRARY OR NOT TC3_SYSTEM_MBEDCRYPTO_LIBRARY)
      message(FATAL_ERROR "tc3: the system's mbedTLS was asked for, but its headers and libraries "
        "(mbedtls, mbedx509, mbedcrypto) were not found. Install them (Debian: libmbedtls-dev).")
    endif()
    set_property(TARGET tc3::mbedtls_library PROPERTY INTERFACE_INCLUDE_DIRECTORIES
      "${TC3_SYSTEM_MBEDTLS_INCLUDE_DIR}")
    set_property(TARGET tc3::mbedtls_library PROPERTY INTERFACE_LINK_LIBRARIES
      "${TC3_SYSTEM_MBEDTLS_LIBRARY};${TC3_SYSTEM_MBEDX509_LIBRARY};${TC3_SYSTEM_MBEDCRYPTO_LIBRARY}")
  endif()
endif()
