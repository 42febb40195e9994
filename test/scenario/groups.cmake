# SPDX-License-Identifier: Apache-2.0
# CTest tests of the groups of scenarios; to be included by each folder that runs them with its port.
find_package(Python3 3.9 COMPONENTS Interpreter REQUIRED)
set(tc3_scenario_run "${CMAKE_CURRENT_LIST_DIR}/run.py")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  "${CMAKE_CURRENT_LIST_DIR}/scenarios.json"
  "${CMAKE_CURRENT_LIST_DIR}/commands.py")

# tc3_list_scenario_groups(RESULT): those of the command line are called command-.
function(tc3_list_scenario_groups result)
  execute_process(
    COMMAND "${Python3_EXECUTABLE}" "${tc3_scenario_run}" --list-groups
    OUTPUT_VARIABLE groups OUTPUT_STRIP_TRAILING_WHITESPACE
    RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "tc3: ${tc3_scenario_run} --list-groups failed")
  endif()
  string(REPLACE "\n" ";" groups "${groups}")
  set(${result} "${groups}" PARENT_SCOPE)
endfunction()

# tc3_add_scenario_test(NAME GROUP CERTIFICATES OPTION...): run.py's options say which client. The
# time limit only ends a hang; it is no verdict.
function(tc3_add_scenario_test name group certificates)
  add_test(NAME ${name}
    COMMAND "${Python3_EXECUTABLE}" "${tc3_scenario_run}" ${ARGN} --group ${group}
      --certificate-cache "${certificates}")
  set_tests_properties(${name} PROPERTIES LABELS scenario TIMEOUT 900 SKIP_RETURN_CODE 77)
endfunction()
