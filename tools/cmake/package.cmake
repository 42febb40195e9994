# SPDX-License-Identifier: Apache-2.0
# Installation, and the package tc3 for find_package(): the core, the POSIX port and, when it was built
# against the system's mbedTLS, the TLS port. A bundled mbedTLS is not installed: its headers would
# shadow the system's. Build with TC3_SYSTEM_MBEDTLS=ON for an installed TLS port.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(tc3_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/tc3")
set(tc3_package_targets tc3_core)
set(tc3_package_headers core/include/)
if(TARGET tc3_posix)
  list(APPEND tc3_package_targets tc3_posix)
  list(APPEND tc3_package_headers port/posix/include/)
endif()
set(TC3_PACKAGE_HAS_MBEDTLS OFF)
if(TARGET tc3_mbedtls AND TC3_SYSTEM_MBEDTLS)
  set(TC3_PACKAGE_HAS_MBEDTLS ON)
  list(APPEND tc3_package_targets tc3_mbedtls)
  list(APPEND tc3_package_headers port/mbedtls/include/)
endif()

foreach(target IN LISTS tc3_package_targets)
  string(REPLACE "tc3_" "" tc3_export_name ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${tc3_export_name})
endforeach()
install(TARGETS ${tc3_package_targets} EXPORT tc3Targets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
foreach(headers IN LISTS tc3_package_headers)
  install(DIRECTORY ${headers} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.h"
    PATTERN "tc3_mbedtls_config.h" EXCLUDE)
endforeach()
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
if(TARGET tc3-quota)
  install(TARGETS tc3-quota RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()

install(EXPORT tc3Targets NAMESPACE tc3:: DESTINATION "${tc3_package_dir}")
configure_package_config_file(tools/cmake/tc3Config.cmake.in
  "${CMAKE_CURRENT_BINARY_DIR}/tc3Config.cmake" INSTALL_DESTINATION "${tc3_package_dir}")
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/tc3ConfigVersion.cmake"
  VERSION "${PROJECT_VERSION}" COMPATIBILITY SameMinorVersion)
install(FILES
  "${CMAKE_CURRENT_BINARY_DIR}/tc3Config.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/tc3ConfigVersion.cmake"
  tools/cmake/system_mbedtls.cmake
  DESTINATION "${tc3_package_dir}")
